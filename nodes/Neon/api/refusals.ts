import { PlatformRequestError } from '../../shared/operation/errors';

/** Whether Neon refused because that name exists already. */
export function isTaken(error: unknown): error is PlatformRequestError {
	return isRefusal(error, [409]) || isRefusal(error, [], /already exists/i);
}

/** Whether Neon refused because the plan allows no further branch. */
export function isBranchLimit(error: unknown): error is PlatformRequestError {
	return (
		isRefusal(error, []) &&
		(/^(?:ROOT_)?BRANCHES_LIMIT_EXCEEDED$/.test(error.code ?? '') || /branch\w* limit/i.test(error.vendorMessage))
	);
}

/** Whether that limit is the one of branches without a parent, which those with the schema only are. */
export function isRootBranchLimit(error: PlatformRequestError): boolean {
	return error.code === 'ROOT_BRANCHES_LIMIT_EXCEEDED' || /root/i.test(error.vendorMessage);
}

/** Whether Neon refused a snapshot because the branch is not a root branch. */
export function isRootOnly(error: unknown): error is PlatformRequestError {
	return isRefusal(error, [422], /root/i);
}

/** Whether Neon refused a moment in a branch's history: any 4xx that is about it. */
export function isOutsideHistory(error: unknown): error is PlatformRequestError {
	return isRefusal(error, [400, 404, 422], /timestamp|lsn|histor|retention|window|restor|point/i);
}

/** Whether Neon refused what a request asks for, rather than the request. */
export function isUnprocessable(error: unknown): error is PlatformRequestError {
	return isRefusal(error, [400, 422]);
}

/** Whether Neon refused a list of projects because a personal key must name an organization. */
export function needsOrganization(error: unknown): error is PlatformRequestError {
	return isRefusal(error, [400], /org/i);
}

/** Whether Neon answered with one of these statuses, or any where none is given, in words that fit. */
function isRefusal(error: unknown, statuses: readonly number[], words = /^/): error is PlatformRequestError {
	if (!(error instanceof PlatformRequestError)) return false;
	const isStatus = statuses.length === 0 || statuses.includes(error.status ?? 0);
	return isStatus && words.test(error.vendorMessage);
}
