# bash completion of rolellm. What may stand at the cursor is asked of rolellm itself.

_rolellm() {
    local current=${COMP_WORDS[COMP_CWORD]} paths line
    local -a before=("${COMP_WORDS[@]:1:COMP_CWORD-1}")
    # bash breaks --flag=value at the sign.
    if [[ $current == '=' ]]; then
        before+=('=')
        current=''
    fi
    COMPREPLY=()
    {
        read -r paths
        while IFS=$'\t' read -r line _; do COMPREPLY+=("$line"); done
    } < <(rolellm complete "--word=$current" -- "${before[@]}" 2>/dev/null)
    local kind
    case $paths in
        files) kind=-f ;;
        folders) kind=-d ;;
        *) return ;;
    esac
    compopt -o filenames 2>/dev/null
    while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen "$kind" -- "$current")
}

complete -F _rolellm rolellm
