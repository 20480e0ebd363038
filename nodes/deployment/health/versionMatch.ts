/** Git's usual short form: fewer characters say too little about which commit is meant. */
const minimumCommitPrefix = 7;

/** A whole SHA-1 or SHA-256. */
const fullCommitLengths: readonly number[] = [40, 64];

/**
 * Whether a service serves the version that was asked for: the same text, or a whole commit and the
 * beginning of it, seven characters at least. Two short forms are never compared by their beginning:
 * build numbers look like them (20260101 and 202601012 are two builds).
 */
export function isSameVersion(served: string, expected: string): boolean {
	if (served === expected) return served !== '';
	const [left, right] = [served.toLowerCase(), expected.toLowerCase()];
	return isBeginningOfCommit(left, right) || isBeginningOfCommit(right, left);
}

function isBeginningOfCommit(part: string, commit: string): boolean {
	return (
		/^[0-9a-f]+$/.test(commit) &&
		fullCommitLengths.includes(commit.length) &&
		part.length >= minimumCommitPrefix &&
		commit.startsWith(part)
	);
}
