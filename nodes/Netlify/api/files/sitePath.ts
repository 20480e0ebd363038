import { OperationFailure } from '../../../shared/operation/errors';

/** A file's path below the site's root. @throws OperationFailure for a path that Netlify cannot serve. */
export function sitePath(name: string): string {
	const path = name
		.replace(/\\/g, '/')
		.split('/')
		.filter((segment) => segment !== '' && segment !== '.')
		.join('/');
	const reason = /[#?]/.test(path)
		? 'Netlify cannot serve file names with # or ?'
		: path.split('/').includes('..')
			? 'it leads out of the site'
			: path === ''
				? 'it is empty'
				: undefined;
	if (reason === undefined) return path;
	throw new OperationFailure(
		`The file name "${name}" cannot be deployed: ${reason}`,
		'Rename that file, and the links to it, before it is deployed',
	);
}

/** @throws OperationFailure when there is nothing to deploy, or two files want one path. */
export function assertDistinctPaths(paths: readonly string[]): void {
	if (paths.length === 0) {
		throw new OperationFailure(
			'There is no file to deploy: an empty deploy would take the site down',
			'Check the input of this node, and where it looks for the files',
		);
	}
	const seen = new Set<string>();
	for (const path of paths) {
		if (seen.has(path)) {
			throw new OperationFailure(
				`Two files would be deployed as /${path}`,
				'Give each file a name, or a directory, of its own',
			);
		}
		seen.add(path);
	}
}
