import { OperationFailure } from '../../../shared/operation/errors';
import { optionalLocator, optionalLocatorValue } from '../../../shared/fields/locators';
import type { Operation } from '../../../shared/operation/operation';
import { textParameter } from '../../../shared/fields/parameters';
import { path } from '../../../shared/http/path';
import { attempt } from '../../../shared/waiting/attempt';
import { branchName } from '../../branches';
import { chooseDatabase } from '../../connectionUri';
import {
	branchProperty,
	chosenBranch,
	chosenProject,
	databaseProperty,
	furtherBranchProperty,
	optionalBranch,
	projectProperty,
} from '../../locators';
import { explainMoment, momentFields, parseTimestamp, requireWithinHistory } from '../../moment';
import { projectFields } from '../../projects';
import { neonClient } from '../../transport';

export const compareSchema: Operation = {
	value: 'compareSchema',
	name: 'Compare Schema',
	action: 'Compare schemas of branches',
	description: 'Compare a branch\'s schema with another\'s, as a unified diff',
	properties: [
		projectProperty,
		branchProperty,
		furtherBranchProperty(
			'Base Branch',
			'baseBranch',
			'The branch to compare with; leave it empty for the parent',
		),
		optionalLocator(databaseProperty, 'The database to compare; leave it empty if there is only one'),
		{
			displayName: 'Base Timestamp',
			name: 'baseTimestamp',
			type: 'string',
			default: '',
			placeholder: '2026-01-31T12:00:00Z',
			description: 'Compare with the base as it was at this moment; leave it empty for its latest state',
		},
	],
	async execute(context) {
		const client = neonClient(context);
		const entered = textParameter(context, 'baseTimestamp');
		const moment = entered === '' ? {} : { timestamp: parseTimestamp(entered, 'Base Timestamp') };
		const project = await chosenProject(context, client);
		const branch = await chosenBranch(context, client, project);
		const base = await optionalBranch(context, client, project, 'baseBranch');
		const baseId = base?.id ?? branch.parent_id;
		if (!baseId) {
			throw new OperationFailure(
				`Branch ${branchName(branch)} has no parent to compare with`,
				'Choose a Base Branch',
			);
		}
		requireWithinHistory(project, base ?? branch, moment);
		const { database } = await chooseDatabase(client, project, branch, {
			database: optionalLocatorValue(context, 'database'),
			role: '',
			pooled: false,
		});
		const sent = await attempt(
			client.object<{ diff?: string }>({
				method: 'GET',
				path: path`/projects/${project.id}/branches/${branch.id}/compare_schema`,
				query: {
					base_branch_id: baseId,
					db_name: database,
					...momentFields(moment, 'base_'),
				},
			}),
		);
		if (!sent.ok) throw explainMoment(sent.error, project, base ?? branch, moment);
		const { diff } = sent.value;
		if (typeof diff !== 'string') {
			throw new OperationFailure(
				'Neon answered the comparison without a diff',
				'Look at Neon\'s status page, then run this again',
			);
		}
		return {
			...projectFields(project),
			branch: branchName(branch),
			branchId: branch.id,
			baseBranchId: baseId,
			database,
			different: diff.trim() !== '',
			diff,
		};
	},
};
