import { PlatformRequestError } from '../../shared/operation/errors';

/** Whether Neon refused because that name exists already. */
export function isTaken(error: unknown): error is PlatformRequestError {
	return error instanceof PlatformRequestError && (error.status === 409 || /already exists/i.test(error.vendorMessage));
}

/** Whether Neon refused because the plan allows no further branch. */
export function isBranchLimit(error: unknown): error is PlatformRequestError {
	if (!(error instanceof PlatformRequestError)) return false;
	return error.code === 'BRANCHES_LIMIT_EXCEEDED' || /branch\w* limit/i.test(error.vendorMessage);
}

/** Whether Neon refused a snapshot because the branch is not a root branch. */
export function isRootOnly(error: unknown): error is PlatformRequestError {
	return error instanceof PlatformRequestError && error.status === 422 && /root/i.test(error.vendorMessage);
}

/** Whether Neon refused a moment in a branch's history: any 4xx that is about it. */
export function isOutsideHistory(error: unknown): error is PlatformRequestError {
	if (!(error instanceof PlatformRequestError)) return false;
	const isRefusal = error.status === 400 || error.status === 422 || error.status === 404;
	return isRefusal && /timestamp|lsn|histor|retention|window|restor|point/i.test(error.vendorMessage);
}

/** Whether Neon refused what a request asks for, rather than the request. */
export function isUnprocessable(error: unknown): error is PlatformRequestError {
	return error instanceof PlatformRequestError && (error.status === 422 || error.status === 400);
}

/** Whether Neon refused a list of projects because a personal key must name an organization. */
export function needsOrganization(error: unknown): error is PlatformRequestError {
	return error instanceof PlatformRequestError && error.status === 400 && /org/i.test(error.vendorMessage);
}
