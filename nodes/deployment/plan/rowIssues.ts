import type { CatalogIssue, CatalogRow } from '../catalog/catalogRow';
import { dependenciesOf, rowKey, rowsByKey } from '../catalog/catalogDependencies';
import { stringAt } from '../ledger/record';
import { resultAt } from '../ledger/stepResult';
import { valueAt } from '../values/jsonFields';
import type { ReleaseInHand } from './releaseInHand';

/** A name that belongs to another repository by now deploys nothing. */
export function repositoryIssues(row: CatalogRow, { repository, repositoryId }: ReleaseInHand): CatalogIssue[] {
	if (row.repositoryId === null || repositoryId === '' || row.repositoryId === repositoryId) return [];
	return [
		issueOf(
			row,
			'repository_id',
			`${repository} is another repository than the row's: its id is ${repositoryId}, and the row says ${row.repositoryId}`,
			"Correct the row's repository, or its id",
		),
	];
}

/** What is live at one place comes from one branch. */
export function branchIssues(row: CatalogRow): CatalogIssue[] {
	const [branch = '', ...more] = row.branches;
	const isPlain = !/[*?[{!]|[@+]\(/.test(branch.replace(/\\./g, ''));
	if (more.length === 0 && isPlain) return [];
	return [
		issueOf(
			row,
			'branch',
			`"${row.branches.join(', ')}" is not one branch`,
			'Enter exactly one, and give each branch a row of its own',
		),
	];
}

/** What a row waits for is in its own release, so of its own repository and branch. */
export function foreignDependencyIssues(
	row: CatalogRow,
	rows: readonly CatalogRow[],
	inTurn: ReadonlySet<string>,
): CatalogIssue[] {
	return dependenciesOf(row, rowsByKey(rows))
		.filter(({ service, environment }) => !inTurn.has(rowKey(service, environment)))
		.map((other) =>
			issueOf(
				row,
				'depends_on',
				`it depends on ${other.service}, which deploys from ${other.repository}@${other.branches.join(', ')}`,
				'Name only services of the same repository and branch',
			),
		);
}

/** A platform whose nodes this n8n lacks cannot be seen, and nothing there will change by itself. */
export function platformIssues(row: CatalogRow, item: unknown): CatalogIssue[] {
	const live = resultAt(item, 'live');
	if (valueAt(live, 'isInstalled') !== false) return [];
	return [issueOf(row, 'platform', stringAt(live, 'error', 'message'), stringAt(live, 'error', 'advice'))];
}

function issueOf(row: CatalogRow, field: string, message: string, advice: string): CatalogIssue {
	const { rowNumber, service, environment } = row;
	return { row: rowNumber, service, environment, field, message, advice };
}
