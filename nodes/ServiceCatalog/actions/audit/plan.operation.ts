import { planAudit } from '../../../deployment/audit/auditSubjects';
import { OperationFailure } from '../../../shared/operation/errors';
import type { JointOperation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

export const plan: JointOperation = {
	value: 'plan',
	name: 'Plan',
	action: 'Plan an audit',
	description:
		'Give an item for each thing to look at, by the rows of the tables slipway_services and slipway_audits, in any order',
	properties: [],
	async executeAll(functions) {
		const items = functions.getInputData();
		const planned = planAudit(
			items.map(({ json }) => json),
			new Date(clock.now()).toISOString(),
		);
		if (planned === null) {
			throw new OperationFailure(
				'The service catalog is empty, or could not be read: there is nothing to audit',
				'Look at the step that reads the Data Table slipway_services',
			);
		}
		const pairedItem = items.map((_item, item) => ({ item }));
		return planned.map(({ audit, findings, ...subject }) => ({
			json: {
				...subject,
				audit: { ...audit, expected: [...audit.expected], known: audit.known === null ? null : [...audit.known] },
				findings: findings.map((finding) => ({ ...finding })),
			},
			pairedItem,
		}));
	},
};
