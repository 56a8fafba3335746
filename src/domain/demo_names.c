/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Names of made-up people. The frequent ones are drawn by rank, so their order is how
 * common they are; the rare ones are made of syllables, as nearly half of all surnames
 * of a large company occur only a few times.
 */
#include <string.h>

#include "base/mem.h"
#include "domain/demo_parts.h"

const char *const dw_demo_firsts[] = {
	"Anna", "James", "Maria", "John", "Elena", "Robert", "Laura", "Michael",
	"Sofia", "David", "Julia", "William", "Clara", "Daniel", "Emma", "Thomas",
	"Alice", "Joseph", "Sara", "Charles", "Eva", "Christopher", "Ida", "Matthew",
	"Nora", "Anthony", "Marta", "Mark", "Lucia", "Donald", "Ines", "Steven",
	"Rosa", "Paul", "Greta", "Andrew", "Lena", "Joshua", "Hanna", "Kenneth",
	"Petra", "Kevin", "Irene", "Brian", "Monica", "George", "Alma", "Edward",
	"Carla", "Ronald", "Vera", "Timothy", "Diana", "Jason", "Teresa", "Jeffrey",
	"Olga", "Ryan", "Nina", "Jacob", "Agnes", "Gary", "Martha", "Nicholas",
	"Judith", "Eric", "Helen", "Jonathan", "Ruth", "Stephen", "Karin", "Larry",
	"Sandra", "Justin", "Ursula", "Scott", "Birgit", "Brandon", "Astrid",
	"Benjamin", "Ingrid", "Samuel", "Sigrid", "Gregory", "Linnea", "Frank",
	"Freja", "Alexander", "Maja", "Raymond", "Elsa", "Patrick", "Signe", "Jack",
	"Karen", "Dennis", "Lotte", "Jerry", "Anke", "Tyler", "Ulrike", "Aaron",
	"Sabine", "Jose", "Monika", "Adam", "Renate", "Nathan", "Heike", "Henry",
	"Claudia", "Zachary", "Silvia", "Douglas", "Paola", "Peter", "Chiara", "Kyle",
	"Giulia", "Noah", "Francesca", "Ethan", "Valentina", "Jeremy", "Beatriz",
	"Christian", "Camila", "Walter", "Gabriela", "Keith", "Isabel", "Austin",
	"Pilar", "Roger", "Carmen", "Terry", "Dolores", "Sean", "Yolanda", "Gerald",
	"Amparo", "Carl", "Fatima", "Dylan", "Layla", "Harold", "Amina", "Jordan",
	"Yasmin", "Jesse", "Noor", "Bryan", "Leila", "Lawrence", "Priya", "Arthur",
	"Ananya", "Gabriel", "Kavita", "Bruce", "Meera", "Logan", "Lakshmi", "Albert",
	"Wei", "Willie", "Mei", "Alan", "Yuki", "Eugene", "Hana", "Russell", "Sakura",
	"Vincent", "Minji", "Philip", "Linh", "Bobby", "Thuy", "Johnny", "Siti",
	"Bradley", "Dewi", "Roy", "Chioma", "Louis", "Adaeze", "Billy", "Amara",
	"Wayne", "Zanele", "Ralph", "Thandiwe", "Eugenio", "Malik", "Randy", "Kwame",
	"Howard", "Kofi", "Carlos", "Sipho", "Victor", "Tariq", "Martin", "Omar",
};
const size_t dw_demo_firsts_count = DW_COUNT(dw_demo_firsts);

const char *const dw_demo_lasts[] = {
	"Smith", "Johnson", "Williams", "Brown", "Jones", "Garcia", "Miller", "Davis",
	"Rodriguez", "Martinez", "Hernandez", "Lopez", "Gonzalez", "Wilson",
	"Anderson", "Thomas", "Taylor", "Moore", "Jackson", "Martin", "Lee", "Perez",
	"Thompson", "White", "Harris", "Sanchez", "Clark", "Ramirez", "Lewis",
	"Robinson", "Walker", "Young", "Allen", "King", "Wright", "Scott", "Torres",
	"Nguyen", "Hill", "Flores", "Green", "Adams", "Nelson", "Baker", "Hall",
	"Rivera", "Campbell", "Mitchell", "Carter", "Roberts", "Gomez", "Phillips",
	"Evans", "Turner", "Diaz", "Parker", "Cruz", "Edwards", "Collins", "Reyes",
	"Stewart", "Morris", "Morales", "Murphy", "Cook", "Rogers", "Gutierrez",
	"Ortiz", "Morgan", "Cooper", "Peterson", "Bailey", "Reed", "Kelly", "Howard",
	"Ramos", "Kim", "Cox", "Ward", "Richardson", "Watson", "Brooks", "Chavez",
	"Wood", "James", "Bennett", "Gray", "Mendoza", "Ruiz", "Hughes", "Price",
	"Alvarez", "Castillo", "Sanders", "Patel", "Myers", "Long", "Ross", "Foster",
	"Jimenez", "Müller", "Schmidt", "Schneider", "Fischer", "Weber", "Meyer",
	"Wagner", "Becker", "Schulz", "Hoffmann", "Koch", "Bauer", "Richter", "Klein",
	"Wolf", "Schröder", "Neumann", "Schwarz", "Zimmermann", "Braun", "Krüger",
	"Hofmann", "Hartmann", "Lange", "Schmitt", "Werner", "Krause", "Lehmann",
	"Köhler", "Maier", "Hansen", "Johansen", "Olsen", "Larsen", "Andersen",
	"Pedersen", "Nilsen", "Kristiansen", "Jensen", "Karlsen", "Berg", "Haugen",
	"Hagen", "Johannessen", "Andreassen", "Jacobsen", "Dahl", "Jørgensen",
	"Halvorsen", "Henriksen", "Lund", "Sørensen", "Rossi", "Russo", "Ferrari",
	"Esposito", "Bianchi", "Romano", "Colombo", "Ricci", "Marino", "Greco",
	"Bruno", "Gallo", "Conti", "Costa", "Giordano", "Mancini", "Rizzo", "Lombardi",
	"Moretti", "Silva", "Santos", "Oliveira", "Souza", "Pereira", "Lima",
	"Carvalho", "Ferreira", "Ribeiro", "Almeida", "Kowalski", "Nowak", "Novák",
	"Svoboda", "Horváth", "Nagy", "Popescu", "Ivanov", "Petrov", "Singh", "Kumar",
	"Sharma", "Gupta", "Khan", "Ali", "Ahmed", "Chen", "Wang", "Li", "Zhang",
	"Liu", "Yang", "Tanaka", "Suzuki", "Sato", "Park", "Choi", "Tran", "Okafor",
	"Mensah", "Abebe", "Diallo",
};
const size_t dw_demo_lasts_count = DW_COUNT(dw_demo_lasts);

void
dw_demo_rare_name(struct dw_chance *chance, char *out, size_t room)
{
	static const char *const heads[] = { "fel", "neq", "bra", "tor", "vin", "sol", "quin", "mar",
		"dre", "hal", "ost", "wil", "gar", "lun", "cor", "ste", "pol", "ren", "zab", "kim", "tal",
		"jor", "eck", "ul", "bor", "san", "fri", "mon", "pet", "ger" };
	static const char *const middles[] = { "wi", "uin", "do", "la", "ber", "ni", "to", "ma", "sel",
		"ri", "ken", "va", "li", "ter", "no", "ra", "den", "mo", "sti", "lo" };
	static const char *const tails[] = { "ra", "y", "sen", "ski", "ov", "ez", "ini", "er", "man",
		"ard", "ova", "ström", "quist", "berg", "i", "o", "elli", "ic", "ak", "as", "ou", "ian",
		"wy", "eau", "feld", "well", "ton", "by", "ley", "s" };
	size_t at = 0;

	for (int part = 0; part < 4; part++) {
		const char *piece = part == 0 ? heads[dw_chance_below(chance, DW_COUNT(heads))]
			: part == 3 ? tails[dw_chance_below(chance, DW_COUNT(tails))]
				    : middles[dw_chance_below(chance, DW_COUNT(middles))];

		/* Every other name has one syllable less. */
		if (part == 2 && dw_chance_hits(chance, 5000))
			continue;
		if (at + strlen(piece) + 1 > room)
			break;
		memcpy(out + at, piece, strlen(piece));
		at += strlen(piece);
	}
	out[at] = '\0';
	if (out[0] >= 'a' && out[0] <= 'z')
		out[0] = (char)(out[0] - 'a' + 'A');
}
