import { dependencyIssues, rowKey } from './catalogDependencies';
import { type CatalogIssue, type CatalogRow, readCatalogRow } from './catalogRow';
import { sharedTargets } from './deploymentTarget';
import { addressIssues } from './serviceAddress';
import { workersIssues } from './workersRow';
import { passing, patternsWithoutMatch } from '../values/globs/globFilter';

/** The whole catalog: every row, in the order given, and every issue of any of them, by row. */
export interface ServiceCatalog {
	readonly rows: readonly CatalogRow[];
	readonly issues: readonly CatalogIssue[];
}

/** The files that a repository holds, by `owner/name` in lower case. */
export type KnownFiles = ReadonlyMap<string, readonly string[]>;

export function readServiceCatalog(
	rows: ReadonlyArray<Readonly<Record<string, unknown>>>,
	knownFiles: KnownFiles = new Map(),
): ServiceCatalog {
	const read = rows.map((row, index) => readCatalogRow(row, index + 1));
	const catalogRows = read.map(({ row }) => row);
	const issues = [
		...read.flatMap((entry) => entry.issues),
		...duplicateIssues(catalogRows),
		...sharedTargetIssues(catalogRows),
		...dependencyIssues(catalogRows),
		...catalogRows.flatMap(addressIssues),
		...catalogRows.flatMap(workersIssues),
		...catalogRows.flatMap((row) => unmatchedGlobIssues(row, knownFiles)),
	];
	return { rows: catalogRows, issues: issues.sort((left, right) => left.row - right.row) };
}

function duplicateIssues(rows: readonly CatalogRow[]): CatalogIssue[] {
	const rowNumbers = new Map<string, number[]>();
	for (const { service, environment, rowNumber } of rows) {
		if (service === '') continue;
		const key = rowKey(service, environment);
		rowNumbers.set(key, [...(rowNumbers.get(key) ?? []), rowNumber]);
	}
	return rows.flatMap(({ service, environment, rowNumber }) => {
		const others = (rowNumbers.get(rowKey(service, environment)) ?? []).filter((other) => other !== rowNumber);
		if (others.length === 0) return [];
		return {
			row: rowNumber,
			service,
			environment,
			field: 'service',
			message: `${service} in ${environment || '(no environment)'} is also in row ${others.join(' and ')}`,
			advice: 'Give each service one row per environment',
		};
	});
}

/** In the column that could tell them apart: what is deployed to is still clear, so that a roll back by hand goes on. */
function sharedTargetIssues(rows: readonly CatalogRow[]): CatalogIssue[] {
	return sharedTargets(rows).map(({ row, others }) => ({
		row: row.rowNumber,
		service: row.service,
		environment: row.environment,
		field: 'context',
		message: `${row.platform} ${row.target} is also what row ${others.map(({ rowNumber }) => rowNumber).join(' and ')} deploys to: each would replace the other`,
		advice: `Give each row a target of its own, switch one off${row.platform === 'netlify' ? ', or, for the deploy of a branch, give its context, such as branch:staging' : ''}`,
	}));
}

/** Globs that match none of the repository's files: said, since they are mistyped, or their files are gone. */
export function unmatchedGlobIssues(row: CatalogRow, knownFiles: KnownFiles): CatalogIssue[] {
	const files = knownFiles.get(row.repository.toLowerCase());
	if (files === undefined) return [];
	const { rowNumber, service, environment } = row;
	const issue = (field: string, what: string): CatalogIssue => ({
		row: rowNumber,
		service,
		environment,
		field,
		message: `${what} of ${row.repository} (${files.length} files)`,
		advice: 'Correct the glob, or remove it',
	});
	// An excluded path may match nothing: it often guards against what is not there yet.
	const issues = patternsWithoutMatch(row.paths, files).map((pattern) =>
		issue('paths', `the glob "${pattern}" matches no file`),
	);
	const allExcluded = issues.length === 0 && files.length > 0 && passing(row.paths, files).length === 0;
	return allExcluded ? [issue('exclude_paths', 'the excluded paths leave no file')] : issues;
}

/** An issue in one line: `row 3 (paintbox-api production), platform: the row names no platform`. */
export function describeIssue({ row, service, environment, field, message }: CatalogIssue): string {
	const name = [service, environment].filter(Boolean).join(' ');
	return `row ${row}${name === '' ? '' : ` (${name})`}, ${field}: ${message}`;
}
