#!/usr/bin/env bash
# Dumps a branch of Neon's into S3, restores a dump into a branch, or counts a branch's rows, and notes what it did.
# Its exit codes are sentences in nodes/deployment/backups/taskEnd.ts.
#
# Told by the task's overrides, nothing of it secret: ACTION (dump, restore, count), PROJECT, BRANCH (their ids),
# DATABASE, ROLE, BUCKET, KEY (of the dump), NOTED_KEY (of the note), SHA256 (that a restored dump must have).
# Handed over by ECS from Secrets Manager: NEON_API_KEY. The task's role may read and write the bucket.
set -Eeuo pipefail
umask 077

NEON_API=${NEON_API:-https://console.neon.tech/api/v2}
# What takes longer hangs; workflow 45 gives it up after three hours, too.
TIMEOUT_SECONDS=${TIMEOUT_SECONDS:-10500}
# S3 takes no larger object in one piece.
LARGEST_PIECE_BYTES=${LARGEST_PIECE_BYTES:-5000000000}

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
started=$(date -u +%Y-%m-%dT%H:%M:%SZ)

# fail <exit code> <words>: the words go to the log, which never has an address in it.
fail() {
	echo "$2" >&2
	exit "$1"
}

# The key goes in by standard input: nobody who lists the processes sees it.
neon() {
	printf 'header = "Authorization: Bearer %s"\n' "$NEON_API_KEY" |
		curl -fsS --config - --retry 3 --retry-connrefused --max-time 30 "$NEON_API/projects/$PROJECT/$1"
}

# s3 <arguments of aws>: as it is, with an exit code of ours.
s3() {
	local words
	if ! words=$(aws "$@" 2>&1 >"$work/s3.out"); then
		case $words in
		*PermanentRedirect* | *AuthorizationHeaderMalformed* | *'(301)'* | *IllegalLocationConstraint*) fail 16 "$words" ;;
		*NoSuchKey* | *'(404)'*) fail 20 "$words" ;;
		*) fail 15 "$words" ;;
		esac
	fi
}

sql() {
	timeout "$TIMEOUT_SECONDS" psql -X -q -A -t -v ON_ERROR_STOP=1 -d "$1" "${@:2}"
}

connect() {
	branch=$(neon "branches/$BRANCH") || fail 10 'Neon does not know the branch, or the key'
	uri=$(neon "connection_uri?branch_id=$BRANCH&database_name=$DATABASE&role_name=$ROLE" | jq -er .uri) ||
		fail 10 'Neon gave no address'
	# The compute may have to start.
	for _ in $(seq 1 20); do
		if sql "$uri" -c 'SELECT 1' >"$work/answer" 2>&1; then return; fi
		sleep 3
	done
	fail 12 'The database does not answer'
}

# Every table with its rows, as JSON. Nobody else writes to a copy, so that dump and counts are of one moment.
count_rows() {
	sql "$uri" -F $'\t' <<'SQL' >"$work/counts" || fail 19 'The rows could not be counted'
SELECT format('SELECT %L, count(*) FROM ONLY %I.%I', schemaname || '.' || tablename, schemaname, tablename)
FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema') ORDER BY 1
\gexec
SQL
	tables=$(jq -Rn '[inputs | split("\t") | {(.[0]): (.[1] | tonumber)}] | add // {}' <"$work/counts")
}

digest() {
	sha256sum "$1" | cut -d' ' -f1
}

dump() {
	count_rows
	[ "$tables" != '{}' ] || fail 14 'There is no table'
	timeout "$TIMEOUT_SECONDS" pg_dump -d "$uri" --format=custom --file="$work/dump" || fail 13 'pg_dump failed'
	pg_restore --list "$work/dump" >"$work/list" || fail 13 'pg_restore cannot read what pg_dump wrote'
	grep -q ' TABLE DATA ' "$work/list" || fail 14 'The dump has no table'
	bytes=$(stat -c %s "$work/dump")
	sha256=$(digest "$work/dump")
	if [ "$bytes" -le "$LARGEST_PIECE_BYTES" ]; then
		s3 s3api put-object --bucket "$BUCKET" --key "$KEY" --body "$work/dump" \
			--checksum-algorithm SHA256 --checksum-sha256 "$(printf %s "${sha256^^}" | basenc --base16 -d | base64 -w0)"
	else
		# In parts: then S3 compares a CRC-64 of the whole, and keeps that.
		s3 s3 cp "$work/dump" "s3://$BUCKET/$KEY" --checksum-algorithm CRC64NVME --only-show-errors
		s3 s3api head-object --bucket "$BUCKET" --key "$KEY" --checksum-mode ENABLED
		crc64nvme=$(jq -r '.ChecksumCRC64NVME // ""' "$work/s3.out")
	fi
}

restore() {
	# A restore drops what is there: never into the branch that production runs on.
	jq -e '.branch.default == false and .branch.protected == false' <<<"$branch" >"$work/answer" ||
		fail 11 'The branch is the default one, or protected'
	s3 s3api get-object --bucket "$BUCKET" --key "$KEY" "$work/dump"
	bytes=$(stat -c %s "$work/dump")
	sha256=$(digest "$work/dump")
	[ "$sha256" = "$SHA256" ] || fail 17 "The dump has SHA-256 $sha256"
	# Neon's own default privileges are of a role that nobody else may change.
	pg_restore --list "$work/dump" | grep -v ' DEFAULT ACL .* cloud_admin$' >"$work/list" || fail 18 'The dump cannot be read'
	# Neon's addresses end in ?sslmode=require.
	local maintenance=${uri/"/$DATABASE?"/"/postgres?"}
	sql "$maintenance" -v name="$DATABASE" -v owner="$ROLE" <<'SQL' || fail 18 'The database of the copy could not be emptied'
DROP DATABASE :"name" WITH (FORCE);
CREATE DATABASE :"name" OWNER :"owner";
SQL
	timeout "$TIMEOUT_SECONDS" pg_restore -d "$uri" --exit-on-error --use-list="$work/list" "$work/dump" ||
		fail 18 'pg_restore failed'
	count_rows
}

bytes=0 sha256='' crc64nvme=''
connect
case ${ACTION:-} in
dump) dump ;;
restore) restore ;;
count) count_rows ;;
*) fail 2 'ACTION is none of dump, restore, count' ;;
esac
server=$(sql "$uri" -c 'SHOW server_version')
lsn=$(sql "$uri" -c 'SELECT pg_current_wal_lsn()')

# Last of all: a note means that all before it was done.
jq -n --arg action "$ACTION" --arg project "$PROJECT" --arg branch "$BRANCH" --arg database "$DATABASE" \
	--argjson bytes "$bytes" --arg sha256 "$sha256" --arg crc64nvme "$crc64nvme" --argjson tables "$tables" \
	--arg server "$server" --arg lsn "$lsn" --arg startedAt "$started" \
	--arg finishedAt "$(date -u +%Y-%m-%dT%H:%M:%SZ)" \
	'{version: 1} + $ARGS.named' >"$work/note.json"
s3 s3api put-object --bucket "$BUCKET" --key "$NOTED_KEY" --body "$work/note.json" \
	--content-type application/json --checksum-algorithm SHA256
