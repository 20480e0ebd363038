import { OperationFailure } from '../../shared/operation/errors';

/** A commit as entered, in lower case; null when none was. @throws OperationFailure when it is no commit. */
export function expectedCommit(entered: string): string | null {
	const commit = entered.trim().toLowerCase();
	if (commit === '') return null;
	if (/^[0-9a-f]{7,64}$/.test(commit)) return commit;
	throw new OperationFailure(
		`Expected Commit "${entered}" is not a commit`,
		'Give the full sha of the commit, such as {{ $json.sha }}, or leave it empty',
	);
}

/** The sha that is asked for, in full where `actual` is the one it abbreviates. */
export function requestedCommit(expected: string | null, actual: string | null): string | null {
	if (expected === null || actual === null) return expected;
	return actual.toLowerCase().startsWith(expected) ? actual : expected;
}

export function shortCommit(commit: string): string {
	return commit.slice(0, 7);
}
