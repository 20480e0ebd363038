import type { CatalogIssue } from '../../../deployment/catalog/catalogRow';
import { describeIssue } from '../../../deployment/catalog/serviceCatalog';
import { OperationFailure } from '../../../shared/operation/errors';
import { issueJson } from '../../output/rowJson';

/** The failure of an operation because of issues in the catalog: `what` happened, and `advice` before that on each row. */
export function issuesFailure(what: string, issues: readonly CatalogIssue[], advice = ''): OperationFailure {
	return new OperationFailure(
		`${what}: ${issues.map(describeIssue).join('; ')}`,
		`${advice}${issues.map(({ row, field, advice: each }) => `Row ${row}, ${field}: ${each}`).join('. ')}`,
		{ faults: issues.map(issueJson) },
	);
}
