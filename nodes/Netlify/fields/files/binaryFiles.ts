import type { IBinaryData } from 'n8n-workflow';

import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import type { SiteFile } from '../../api/files/siteFile';
import { assertDistinctPaths, sitePath } from '../../api/files/sitePath';

/**
 * An item's binary fields as files: named by their directory and file name, or by the field where
 * they have none.
 */
export function binaryFiles(
	{ functions, itemIndex }: OperationContext,
	fields: readonly string[],
	baseDirectory: string,
): SiteFile[] {
	const found = fields.map((field) => ({
		field,
		data: functions.helpers.assertBinaryData(itemIndex, field),
	}));
	const root = baseDirectory === '' ? commonDirectory(found.map(({ data }) => data)) : baseDirectory;
	const files = found.map(({ field, data }) => ({
		path: sitePath(`${below(root, directoryOf(data), data)}/${data.fileName ?? field}`),
		read: async () => await functions.helpers.getBinaryDataBuffer(itemIndex, data),
	}));
	assertDistinctPaths(files.map(({ path }) => path));
	return files;
}

/** The names of all binary fields of the item. */
export function binaryFieldsOf({ functions, itemIndex }: OperationContext): string[] {
	return Object.keys(functions.getInputData()[itemIndex]?.binary ?? {});
}

function directoryOf({ directory }: IBinaryData): string {
	return (directory ?? '').replace(/\\/g, '/').replace(/\/+$/, '');
}

/** Files read from a disk carry its absolute directories: what they share is the site's root. */
function commonDirectory(binaries: readonly IBinaryData[]): string {
	const absolute = binaries.map(directoryOf).filter(isAbsolute);
	const [first] = absolute;
	if (first === undefined) return '';
	const shared = absolute.reduce((common, directory) => {
		const segments = common.split('/');
		const others = directory.split('/');
		const differs = segments.findIndex((segment, index) => segment !== others[index]);
		return differs < 0 ? common : segments.slice(0, differs).join('/');
	}, first);
	return shared;
}

function below(root: string, directory: string, { fileName }: IBinaryData): string {
	const base = root.replace(/\\/g, '/').replace(/\/+$/, '');
	if (base === '') return directory;
	if (directory === base) return '';
	if (directory.startsWith(`${base}/`)) return directory.slice(base.length + 1);
	if (!isAbsolute(directory)) return directory;
	throw new OperationFailure(
		`The file "${fileName ?? ''}" is in ${directory}, which is not below ${root}`,
		'Correct Base Directory: it is cut off the directories of all files',
	);
}

function isAbsolute(directory: string): boolean {
	return directory.startsWith('/') || /^[a-z]:\//i.test(directory);
}
