#compdef rolellm
# zsh completion of rolellm. What may stand at the cursor is asked of rolellm itself.

_rolellm() {
    local line
    local -a lines described
    lines=("${(@f)$(rolellm complete "--word=${words[CURRENT]}" -- "${(@)words[2,CURRENT-1]}" 2>/dev/null)}")
    for line in "${(@)lines[2,-1]}"; do
        # A colon parts a word from its description, so that one inside the word is marked.
        described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
    done
    (( $#described )) && _describe -V 'rolellm' described
    case $lines[1] in
        files) _files ;;
        folders) _files -/ ;;
    esac
}

if [[ $funcstack[1] == _rolellm ]]; then
    _rolellm "$@"
else
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef _rolellm rolellm
fi
