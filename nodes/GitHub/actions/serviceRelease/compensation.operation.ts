import type { IDataObject } from 'n8n-workflow';

import { type CompensationEntry, compensationOf, type UncompensatedEntry } from '../../../deployment/plan/compensation';
import { sightsOf } from '../../../deployment/plan/seeServices';
import type { Operation } from '../../../shared/operation/operation';
import { unseenHeads } from '../../api/sights/heads';
import { releaseSeenIn } from '../../fields/releaseInHand';
import { catalogRowsField, ledgerRowsField, readRound, servicesField } from '../../fields/tables';

export const compensation: Operation = {
	value: 'compensation',
	name: 'Compensation',
	action: 'List what a failed release has to roll back',
	description:
		'Tell, in the order in which it is done, what has to be rolled back since another service of its release failed, and what stays; changes nothing',
	properties: [servicesField, catalogRowsField, ledgerRowsField],
	async execute(context) {
		const seen = readRound(context);
		// What is wanted next is of no matter here: what went live, and what failed, is in the ledger.
		const sights = sightsOf(releaseSeenIn(seen.items[0], context), seen, unseenHeads('It was not asked for'));
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
