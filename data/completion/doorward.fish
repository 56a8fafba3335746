# SPDX-License-Identifier: GPL-3.0-or-later
#
# Completion for fish. What can come next is asked of the program itself, as the bash
# completion does; this file only takes the quotes off what was typed. fish puts them on
# what comes back. Where the program knows nothing, files are offered.

function __doorward_complete
    set -l before (commandline -opc)
    set -l typed (commandline -ct)
    # A quote that is still open is no text yet that can be unescaped.
    set -l word (string unescape -- $typed; or string unescape -- $typed\'; or string unescape -- $typed\")
    set -l found ($before[1] __complete (count $before) $before "$word" 2>/dev/null)
    if test (count $found) -gt 0
        printf '%s\n' $found
    else
        __fish_complete_path "$word"
    end
end

complete -c doorward -f -a '(__doorward_complete)'
