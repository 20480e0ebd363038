import { concludeAudit } from '../../../deployment/audit/audit';
import { auditPage } from '../../../deployment/audit/auditPage';
import { auditPages } from '../../../deployment/audit/auditPages';
import { auditReport, summaryOf } from '../../../deployment/audit/auditReport';
import { toAuditRow } from '../../../deployment/audit/auditRow';
import { OperationFailure } from '../../../shared/operation/errors';
import type { JointOperation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';

export const conclude: JointOperation = {
	value: 'conclude',
	name: 'Conclude',
	action: 'Conclude an audit',
	description:
		'Make one item of all that were looked at: the report as Markdown and HTML, the row of slipway_audits, and the pages of what is new and severe',
	properties: [],
	async executeAll(functions) {
		const items = functions.getInputData();
		const audit = concludeAudit(
			items.map(({ json }) => json),
			clock.now(),
		);
		if (audit === null) {
			throw new OperationFailure(
				'Nothing came back from an audit: none of the items is one that Plan gave',
				'Look at the runs of "Slipway 37: Look at one thing" in n8n under Executions',
			);
		}
		const report = auditReport(audit);
		return [
			{
				json: {
					startedAt: audit.startedAt,
					finishedAt: audit.finishedAt,
					summary: summaryOf(audit),
					lines: audit.lines.map(({ line, title, verdict, words }) => ({ line, title, verdict, words })),
					row: toAuditRow(audit, report),
					pages: auditPages(audit).map((page) => ({ ...page })),
					html: auditPage(audit),
				},
				pairedItem: items.map((_item, item) => ({ item })),
			},
		];
	},
};
