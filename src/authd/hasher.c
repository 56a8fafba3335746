/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Threads that hash. See hasher.h.
 */
#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <unistd.h>

#include "authd/hasher.h"
#include "base/intl.h"
#include "base/mem.h"

struct job {
	void (*run)(void *arg);
	void (*done)(void *arg);
	void *arg;
	struct job *next;
};

/* First in, first out. */
struct line {
	struct job *first, **last;
};

struct dw_hasher {
	pthread_mutex_t lock;
	pthread_cond_t more;
	struct line waiting, finished;
	unsigned room;    /* jobs that may still wait */
	bool ending;
	int event;
	pthread_t *threads;
	unsigned n_threads;
};

static void
line_add(struct line *line, struct job *job)
{
	job->next = NULL;
	*line->last = job;
	line->last = &job->next;
}

static struct job *
line_take(struct line *line)
{
	struct job *job = line->first;

	if (job != NULL && (line->first = job->next) == NULL)
		line->last = &line->first;
	return job;
}

static struct job *
next_job(struct dw_hasher *hasher)
{
	struct job *job = NULL;

	pthread_mutex_lock(&hasher->lock);
	while (!hasher->ending && (job = line_take(&hasher->waiting)) == NULL)
		pthread_cond_wait(&hasher->more, &hasher->lock);
	if (job != NULL)
		hasher->room++;
	pthread_mutex_unlock(&hasher->lock);
	return job;
}

static void *
work(void *arg)
{
	struct dw_hasher *hasher = arg;
	const uint64_t one = 1;
	struct job *job;

	while ((job = next_job(hasher)) != NULL) {
		job->run(job->arg);
		pthread_mutex_lock(&hasher->lock);
		line_add(&hasher->finished, job);
		pthread_mutex_unlock(&hasher->lock);
		(void)!write(hasher->event, &one, sizeof(one));
	}
	return NULL;
}

enum dw_code
dw_hasher_start(unsigned threads, unsigned waiting, struct dw_hasher **out, struct dw_error *err)
{
	struct dw_hasher *hasher = dw_calloc(1, sizeof(*hasher));
	sigset_t all, before;

	pthread_mutex_init(&hasher->lock, NULL);
	pthread_cond_init(&hasher->more, NULL);
	hasher->waiting.last = &hasher->waiting.first;
	hasher->finished.last = &hasher->finished.first;
	hasher->room = waiting;
	hasher->threads = dw_calloc(threads, sizeof(*hasher->threads));
	hasher->event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
	/* Signals are the loop's. */
	sigfillset(&all);
	pthread_sigmask(SIG_BLOCK, &all, &before);
	while (hasher->event >= 0 && hasher->n_threads < threads &&
		pthread_create(&hasher->threads[hasher->n_threads], NULL, work, hasher) == 0)
		hasher->n_threads++;
	pthread_sigmask(SIG_SETMASK, &before, NULL);
	if (hasher->n_threads == 0) {
		dw_hasher_stop(hasher);
		return dw_fail(err, DW_UNAVAILABLE, _("No thread could be started to hash passwords."));
	}
	*out = hasher;
	return DW_OK;
}

static void
line_free(struct line *line)
{
	for (struct job *job; (job = line_take(line)) != NULL; )
		free(job);
}

void
dw_hasher_stop(struct dw_hasher *hasher)
{
	if (hasher == NULL)
		return;
	pthread_mutex_lock(&hasher->lock);
	hasher->ending = true;
	pthread_cond_broadcast(&hasher->more);
	pthread_mutex_unlock(&hasher->lock);
	for (unsigned i = 0; i < hasher->n_threads; i++)
		pthread_join(hasher->threads[i], NULL);
	line_free(&hasher->waiting);
	line_free(&hasher->finished);
	if (hasher->event >= 0)
		close(hasher->event);
	pthread_cond_destroy(&hasher->more);
	pthread_mutex_destroy(&hasher->lock);
	free(hasher->threads);
	free(hasher);
}

bool
dw_hasher_put(struct dw_hasher *hasher, void (*run)(void *arg), void (*done)(void *arg),
	void *arg)
{
	struct job *job;
	bool room;

	pthread_mutex_lock(&hasher->lock);
	if ((room = hasher->room > 0)) {
		hasher->room--;
		job = dw_calloc(1, sizeof(*job));
		*job = (struct job){ run, done, arg, NULL };
		line_add(&hasher->waiting, job);
		pthread_cond_signal(&hasher->more);
	}
	pthread_mutex_unlock(&hasher->lock);
	return room;
}

bool
dw_hasher_has_room(struct dw_hasher *hasher)
{
	bool room;

	pthread_mutex_lock(&hasher->lock);
	room = hasher->room > 0;
	pthread_mutex_unlock(&hasher->lock);
	return room;
}

int
dw_hasher_fd(const struct dw_hasher *hasher)
{
	return hasher->event;
}

void
dw_hasher_collect(struct dw_hasher *hasher)
{
	struct job *job;
	uint64_t n;

	(void)!read(hasher->event, &n, sizeof(n));
	for (;;) {
		pthread_mutex_lock(&hasher->lock);
		job = line_take(&hasher->finished);
		pthread_mutex_unlock(&hasher->lock);
		if (job == NULL)
			return;
		job->done(job->arg);
		free(job);
	}
}
