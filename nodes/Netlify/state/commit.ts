/** The commit that is asked for, in full where `actual` is the one it abbreviates. */
export function requestedCommit(expected: string | null, actual: string | null): string | null {
	if (expected === null || actual === null) return expected;
	return actual.toLowerCase().startsWith(expected) ? actual : expected;
}

export function shortCommit(commit: string): string {
	return commit.slice(0, 7);
}
