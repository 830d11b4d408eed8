package io.sandkeeper.worker.project;

/**
 * What is run in a sandbox. Nothing of a name is ever part of these texts: names travel in files
 * and in the environment. They need bash and the GNU find, tar and coreutils, which Debian's images
 * have.
 */
enum Script {
    /** Finds the root, and makes a folder for what travels, outside of it. */
    ENTER(
            """
            exec 2>/dev/null
            export LC_ALL=C
            say() { printf '\\nsandkeeper-%s %s\\n' "$1" "$2"; }
            for tool in find tar; do "$tool" --version >/dev/null || { say missing "$tool"; exit 90; }; done
            for tool in sha256sum xargs mktemp base64 head tail; do
              command -v "$tool" >/dev/null || { say missing "$tool"; exit 90; }
            done
            if [ "$SK_MAKE" = yes ]; then mkdir -p -- "$SK_ROOT" || exit 91; fi
            say clock "$(date +%s.%N)"
            if ! why=$(stat -- "$SK_ROOT" 2>&1); then
              case "$why" in *'No such file or directory'*) [ -L "$SK_ROOT" ] || { say root none; exit 0; };; esac
              exit 92
            fi
            cd -P -- "$SK_ROOT" && [ -r . ] || exit 92
            here=$(pwd -P; printf x); here=${here%$'\\nx'}
            case "$here" in /|/proc|/proc/*|/sys|/sys/*|/dev|/dev/*) exit 93;; esac
            empty=$(find . -mindepth 1 -maxdepth 1 -printf no -quit)
            modified=$(find . -maxdepth 0 -printf %T@)
            umask 077
            find /tmp /dev/shm -mindepth 1 -maxdepth 1 -type d -name '.sandkeeper-*' -mmin +120 -exec rm -rf -- {} +
            work=$(mktemp -d /tmp/.sandkeeper-XXXXXXXXXX || mktemp -d /dev/shm/.sandkeeper-XXXXXXXXXX) || exit 94
            case "$work/" in "$here"/*) rmdir -- "$work"; exit 95;; esac
            ignore=none
            if [ -e .sandkeeperignore ] || [ -L .sandkeeperignore ]; then
              ignore=unusable
              if [ -f .sandkeeperignore ] && [ ! -L .sandkeeperignore ] && [ -z "$(find .sandkeeperignore -size +32767c)" ]; then
                text=$(base64 -w0 < .sandkeeperignore) && ignore=is$text
              fi
            fi
            say root "is$(printf %s "$here" | base64 -w0)"
            say modified "$modified"
            say empty "${empty:-yes}"
            say ignore "$ignore"
            say work "$work"
            """),

    LEAVE(
            """
            rm -rf -- "$SK_WORK"
            """),

    /** Everything below the root but what is pruned. */
    LIST(
            """
            prune=()
            while IFS= read -r name; do [ -n "$name" ] && prune+=(-name "$name" -prune -o); done <<< "$SK_PRUNE"
            while IFS= read -r name; do
              [ -n "$name" ] && prune+=(-type d -name "$name" -prune -o)
            done <<< "$SK_PRUNE_FOLDERS"
            {
              find . -mindepth 1 -ignore_readdir_race "${prune[@]}" \\
                -type d \\( ! -readable -o ! -executable \\) -printf "u\\0$SK_FORM" -prune -o \\
                -type f ! -readable -printf "u\\0$SK_FORM" -o \\
                -printf "r\\0$SK_FORM"
              printf 'end\\0%s\\0' "$?"
            } | head -c "$SK_MOST" > "$SK_WORK/list"
            """),

    /** Only what a list names. */
    LIST_THESE(
            """
            {
              xargs -0 -r bash -c 'find "$@" -maxdepth 0 \\( -type f ! -readable -printf "u\\0$SK_FORM" \\) -o -printf "r\\0$SK_FORM"' bash \\
                < "$SK_WORK/these"
              printf 'end\\0000\\0'
            } | head -c "$SK_MOST" > "$SK_WORK/list"
            """),

    HASH(
            """
            rm -f "$SK_WORK"/sums*
            xargs -0 -r -P "$(nproc)" -n 256 bash -c 'sha256sum -z -- "$@" >> "$0/sums.$$"' "$SK_WORK" < "$SK_WORK/these"
            touch "$SK_WORK/sums.none"
            cat "$SK_WORK"/sums.* > "$SK_WORK/sums"
            """),

    /** Makes one part of what travels; the one before the last is no longer needed. */
    PACK(
            """
            rm -f "$SK_WORK/part-$SK_DONE"
            tail -z -n "+$SK_FROM" "$SK_WORK/these" | head -z -n "$SK_COUNT" |
              tar -c --format=gnu --null --verbatim-files-from --no-recursion --hard-dereference \\
                --numeric-owner --owner=0 --group=0 -T - -f "$SK_WORK/part-$SK_PART"
            exit 0
            """),

    /**
     * Takes away what is in the way of what comes: whatever is no folder where a folder must be,
     * whatever is a folder where none may be. So nothing is written through a link.
     */
    CLEAR(
            """
            while IFS= read -r -d '' kind && IFS= read -r -d '' path; do
              if [ "$kind" = d ]; then
                if [ -L "$path" ] || { [ -e "$path" ] && [ ! -d "$path" ]; }; then rm -f -- "$path" || exit 96; fi
                if [ -d "$path" ] && ! [ -w "$path" -a -x "$path" ]; then chmod u+rwx -- "$path" || exit 96; fi
              elif [ -d "$path" ] && [ ! -L "$path" ]; then
                rm -rf -- "$path" || exit 96
              fi
            done < "$SK_WORK/these"
            """),

    /** Takes away what a list names, what is in a folder before the folder. */
    REMOVE(
            """
            while IFS= read -r -d '' kind && IFS= read -r -d '' path; do
              folder=${path%/*}
              is_real "$folder" || continue
              if [ "$kind" = d ]; then rmdir -- "$path"; else rm -f -- "$path"; fi
            done < "$SK_WORK/these"
            exit 0
            """),

    UNPACK(
            """
            tar -x -p --no-same-owner -f "$SK_WORK/$SK_PART" || exit 97
            rm -f "$SK_WORK/$SK_PART"
            """),

    /**
     * Each before what is in it. The folder above keeps its time: nobody removed anything there.
     */
    MAKE_FOLDERS(
            """
            while IFS= read -r -d '' mode && IFS= read -r -d '' time && IFS= read -r -d '' path; do
              [ ! -e "$path" ] && [ ! -L "$path" ] && is_real "${path%/*}" || continue
              was=$(stat -c %.9Y -- "${path%/*}")
              mkdir -m "$mode" -- "$path" && touch -d "@$time" -- "$path"
              touch -d "@$was" -- "${path%/*}"
            done < "$SK_WORK/these"
            exit 0
            """),

    /** Puts one thing back after the other, each only when it still is as it was seen. */
    PUT_BACK(
            """
            mkdir -p "$SK_WORK/back" && tar -x -p --no-same-owner -C "$SK_WORK/back" -f "$SK_WORK/$SK_PART" || exit 97
            say() { printf '%s\\0%s\\0' "$1" "$2" >> "$SK_WORK/done"; }
            is_there() { [ -e "$1" ] || [ -L "$1" ]; }
            free() {
              copy="$1.found-after-pause-$SK_STAMP"; n=2
              while is_there "$copy"; do copy="$1.found-after-pause-$SK_STAMP-$n"; n=$((n + 1)); done
            }
            back() {
              now=absent
              if [ -L "$path" ]; then now=link
              elif [ -f "$path" ]; then now="f $(stat -c '%s %.9Y' -- "$path")"
              elif [ -e "$path" ]; then now=other; fi
              [ "$now" = "$seen" ] || { say newer ''; return; }
              free "$path"
              staged="$folder/.sandkeeper-$number-$SK_STAMP"
              cp -pPT -- "$SK_WORK/back/$number" "$staged" || { rm -f -- "$staged"; say failed ''; return; }
              if [ "$now" = absent ]; then
                if ln -PT -- "$staged" "$path"; then say back ''
                elif is_there "$path"; then say newer ''
                elif mv -nT -- "$staged" "$path" && ! is_there "$staged"; then say back ''
                else say failed ''; fi
                rm -f -- "$staged"
              elif ln -PT -- "$path" "$copy" && mv -fT -- "$staged" "$path"; then
                say back "${copy#./}"
              else
                rm -f -- "$staged"; say failed ''
              fi
            }
            : > "$SK_WORK/done"
            while IFS= read -r -d '' number && IFS= read -r -d '' path && IFS= read -r -d '' seen; do
              folder=${path%/*}; up=$folder
              until is_there "$up"; do up=${up%/*}; done
              is_real "$up" || { say folder ''; continue; }
              was=$(stat -c %.9Y -- "$up")
              if ! mkdir -p -- "$folder"; then say failed ''
              elif ! is_real "$folder"; then say folder ''
              else back; fi
              touch -d "@$was" -- "$up"
            done < "$SK_WORK/these"
            exit 0
            """);

    private static final String IN_THE_ROOT =
            """
            exec 2>/dev/null
            export LC_ALL=C
            is_real() {
              local there
              there=$(cd -P -- "$1" && pwd -P; printf x)
              [ "${there%$'\\nx'}" = "$SK_ROOT${1#.}" ]
            }
            cd -P -- "$SK_ROOT" && is_real . || exit 92
            """;

    private final String text;

    Script(String text) {
        this.text = text;
    }

    String text() {
        return switch (this) {
            case ENTER, LEAVE -> text;
            case LIST, LIST_THESE, HASH, PACK, CLEAR, REMOVE, UNPACK, MAKE_FOLDERS, PUT_BACK ->
                    IN_THE_ROOT + text;
        };
    }
}
