import { boardOf } from '../../../deployment/board/board';
import { keptInRedis, tableRows } from '../../../deployment/board/boardSight';
import { attentionEntries } from '../../../deployment/board/page/attentionList';
import { boardPage } from '../../../deployment/board/page/boardPage';
import { jsonField, numberField, textField } from '../../../shared/fields/fields';
import type { Operation } from '../../../shared/operation/operation';
import { clock } from '../../../shared/waiting/clock';
import {
	approvalRows,
	auditRows,
	catalogRows,
	costRows,
	databaseRows,
	ledgerRows,
	previewRows,
	releaseRows,
	secretSyncRows,
	sumRows,
} from '../../fields/tables';

const kept = jsonField('Kept in Redis', 'kept', '{}', {
	description: 'Upstash\'s answer to the pipeline "HGETALL slipway:tell", "HVALS slipway:rows"',
});
const environment = textField('Environment', 'environment', {
	default: 'production',
	description: "The environment that DORA's five are about; empty for all",
});
const days = numberField(
	'Days',
	'days',
	30,
	{ minimum: 1, maximum: 90 },
	{ description: "DORA's five are about so many days" },
);
const formAddress = textField('Form Address', 'formAddress', {
	default: '../form/',
	description: 'What the addresses of the forms begin with, seen from the address of the board',
});

export const render: Operation = {
	value: 'render',
	name: 'Render',
	action: 'Render the board',
	description: 'Make a page of what is live where, by the rows of the tables',
	properties: [
		catalogRows,
		ledgerRows,
		releaseRows,
		sumRows,
		previewRows,
		approvalRows,
		secretSyncRows,
		costRows,
		databaseRows,
		auditRows,
		kept,
		environment,
		days,
		formAddress,
	],
	async execute(context) {
		const board = boardOf({
			catalogRows: tableRows('slipway_services', catalogRows.read(context)),
			ledgerRows: tableRows('slipway_deployments', ledgerRows.read(context)),
			releaseRows: tableRows('slipway_releases', releaseRows.read(context)),
			sumRows: tableRows('slipway_sums', sumRows.read(context)),
			previewRows: tableRows('slipway_previews', previewRows.read(context)),
			approvalRows: tableRows('slipway_approvals', approvalRows.read(context)),
			secretSyncRows: tableRows('slipway_secret_syncs', secretSyncRows.read(context)),
			databaseRows: tableRows('slipway_databases', databaseRows.read(context)),
			costRows: tableRows('slipway_costs', costRows.read(context)),
			auditRows: tableRows('slipway_audits', auditRows.read(context)),
			kept: keptInRedis(kept.read(context)),
			environment: environment.read(context),
			days: days.read(context),
			formAddress: formAddress.read(context),
			nowMs: clock.now(),
		});
		return {
			html: boardPage(board),
			services: board.services.length,
			toLookAt: attentionEntries(board).length,
			metrics: board.metrics.map((metric) => ({ ...metric })),
		};
	},
};
