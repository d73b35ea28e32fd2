#!/usr/bin/env bash
# Signs in to a centre as a program does that is no desk, and prints the access token, which is good for five minutes.
#
#   scripts/sign-in.sh URL ORGANIZATION LOGIN [ONE-TIME-CODE]
#
# The password is that of PASSWORD; with a one-time code it becomes the person's first. CODE holds the six digits of a second
# factor, where there is one. Each run signs with a new key: the session ends with its token.
set -euo pipefail

main() {
    (($# == 3 || $# == 4)) || die "usage: scripts/sign-in.sh URL ORGANIZATION LOGIN [ONE-TIME-CODE]"
    local url=$1 organization=$2 login=$3 password=${PASSWORD:?the password stands in PASSWORD}
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    openssl genpkey -algorithm ed25519 -out "$folder/key.pem" 2>/dev/null
    if [[ -n ${4:-} ]]; then
        post "$url/v1/passwords" "$(object organization "$organization" code "$4" password "$password")" >/dev/null
    fi
    local public wanted
    public=$(openssl pkey -in "$folder/key.pem" -pubout -outform DER | tail -c 32 | base64url)
    wanted=(organization "$organization" login "$login" password "$password" key "$public" proof "$(proof /v1/sessions)")
    if [[ -n ${CODE:-} ]]; then wanted+=(code "$CODE"); fi
    local answer
    answer=$(post "$url/v1/sessions" "$(object "${wanted[@]}")")
    field access_token <<<"$answer"
}

# The request, signed: who sees it cannot ask for anything else with it, nor for the same once more.
proof() {
    local nonce claims
    nonce=$(openssl rand -hex 16)
    claims=$(printf '{"aud":"agentcare-central","htm":"POST","htu":"%s","iat":%s,"jti":"%s"}' "$1" "$(date +%s)" "$nonce")
    printf '%s.%s' "$(printf '{"typ":"dpop+jwt","alg":"EdDSA"}' | base64url)" "$(printf '%s' "$claims" | base64url)" \
        >"$folder/signed"
    openssl pkeyutl -sign -rawin -inkey "$folder/key.pem" -in "$folder/signed" -out "$folder/signature"
    printf '%s.%s' "$(<"$folder/signed")" "$(base64url <"$folder/signature")"
}

post() {
    # A body on standard input: nothing of it is in the list of processes.
    local answer status
    answer=$(printf '%s' "$2" | curl -sS -w '\n%{http_code}' -H 'content-type: application/json' --data-binary @- "$1")
    status=${answer##*$'\n'}
    answer=${answer%$'\n'*}
    [[ $status == 2* ]] || die "$status $answer"
    printf '%s' "$answer"
}

object() { node -e 'const it = process.argv.slice(1); const o = {}; for (let i = 0; i < it.length; i += 2) o[it[i]] = it[i + 1]; process.stdout.write(JSON.stringify(o))' "$@"; }
field() { node -e 'let all = ""; process.stdin.on("data", it => all += it).on("end", () => console.log(JSON.parse(all)[process.argv[1]]))' "$1"; }
base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }
die() { printf 'sign-in: %s\n' "$*" >&2; exit 1; }

main "$@"
