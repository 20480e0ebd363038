import { parseRepositoryName } from '../../deployment/values/repositoryName';
import { path } from '../../shared/http/path';
import { OperationFailure } from '../../shared/operation/errors';

export interface Repository {
	readonly owner: string;
	readonly name: string;
	/** `/repos/owner/name`. */
	readonly apiPath: string;
}

/** @throws OperationFailure when it is not of the form owner/name. */
export function repositoryFrom(text: string): Repository {
	const parsed = parseRepositoryName(text);
	if (parsed) return { ...parsed, apiPath: path`/repos/${parsed.owner}/${parsed.name}` };
	throw new OperationFailure(
		`Repository is not of the form owner/name: ${text}`,
		'Choose a repository from the list, or give owner/name',
	);
}
