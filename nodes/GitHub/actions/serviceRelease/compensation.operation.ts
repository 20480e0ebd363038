import type { IDataObject } from 'n8n-workflow';

import { type CompensationEntry, compensationOf, type UncompensatedEntry } from '../../../deployment/plan/compensation';
import { sightsOf } from '../../../deployment/plan/seeServices';
import type { Operation } from '../../../shared/operation/operation';
import { unseenHeads } from '../../api/sights/heads';
import { rowsField, wholeTable } from '../../fields/ledgerRows';
import { releaseSeenIn } from '../../fields/releaseInHand';
import { catalogRowsField, ledgerRowsField } from '../../fields/tables';

const services = rowsField(
	'Services',
	'services',
	'What Service Release: See gave, each with what is live under "live": {{ $input.all() }}',
);

export const compensation: Operation = {
	value: 'compensation',
	name: 'Compensation',
	action: 'List what a failed release has to roll back',
	description:
		'Tell, in the order in which it is done, what has to be rolled back since another service of its release failed, and what stays; changes nothing',
	properties: [services, catalogRowsField, ledgerRowsField],
	async execute(context) {
		const items = services.read(context);
		const seen = {
			items,
			catalogRows: wholeTable(catalogRowsField.read(context), 'slipway_services'),
			ledgerRows: wholeTable(ledgerRowsField.read(context), 'slipway_deployments'),
		};
		// What is wanted next is of no matter here: what went live, and what failed, is in the ledger.
		const sights = sightsOf(releaseSeenIn(items[0], context), seen, unseenHeads('It was not asked for'));
		const { entries, later, left } = compensationOf(sights);
		return [...[...entries, ...later].map(entryJson), ...left.map(leftJson)];
	},
};

function entryJson({ sight, undone, toDeploymentId, toCommit, because, triesCount }: CompensationEntry): IDataObject {
	return {
		...placeJson(sight.row),
		goesBack: true,
		because,
		badDeploymentId: undone.deploymentId,
		badCommit: undone.commit,
		toDeploymentId,
		toCommit,
		triesCount,
		reason: '',
	};
}

function leftJson({ sight, undone, because, reason }: UncompensatedEntry): IDataObject {
	return {
		...placeJson(sight.row),
		goesBack: false,
		because,
		badDeploymentId: undone.deploymentId,
		badCommit: undone.commit,
		toDeploymentId: '',
		toCommit: '',
		triesCount: 0,
		reason,
	};
}

function placeJson({ service, environment, platform, target }: CompensationEntry['sight']['row']): IDataObject {
	return { service, environment, platform, target };
}
