# fish completion of rolellm. What may stand at the cursor is asked of rolellm itself.

function __rolellm_suggest
    set -l before (commandline -opc)
    set -l current (commandline -ct)
    set -l lines (rolellm complete "--word=$current" -- $before[2..] 2>/dev/null)
    set -l paths $lines[1]
    set -e lines[1]
    test (count $lines) -gt 0; and printf '%s\n' $lines
    switch "$paths"
        case files
            __fish_complete_path $current
        case folders
            __fish_complete_directories $current
    end
end

complete -c rolellm -e
complete -c rolellm -f -k -a '(__rolellm_suggest)'
