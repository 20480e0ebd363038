import type { IDataObject } from 'n8n-workflow';

import type { CatalogIssue } from '../../../deployment/catalog/catalogRow';
import { type PlanEvent, readPlanEvent } from '../../../deployment/plan/planEvent';
import { repositoryRelation, unknownRepositoryReason } from '../../../deployment/plan/rowRepository';
import { type PlannedService, planRelease, type ReleasePlan } from '../../../deployment/plan/releasePlan';
import {
	describeFault,
	readServiceCatalog,
	unmatchedGlobFaults,
} from '../../../deployment/catalog/serviceCatalog';
import { OperationFailure } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { jsonParameter, textParameter } from '../../../shared/fields/parameters';
import type { CatalogOperation, CatalogOutput } from '../catalogOperation';
import { knownFilesParameter, knownFilesProperty } from '../../fields/knownFiles';
import { rowJson } from '../../output/rowJson';

export const plan: CatalogOperation = {
	value: 'plan',
	name: 'Plan',
	action: 'Plan a release',
	description: 'Find the services that an event touches, in waves, with reasons',
	properties: [
		{
			displayName: 'Event',
			name: 'event',
			type: 'json',
			default: "={{ $('GitHub Deploy Trigger').first().json }}",
			required: true,
			description: 'The event of the GitHub Deploy Trigger',
		},
		{
			displayName: 'Include',
			name: 'include',
			type: 'options',
			options: [
				{
					name: 'All Services',
					value: 'all',
					description: 'Also those that are not touched, with the reason why not',
				},
				{ name: 'Touched Services', value: 'touched' },
			],
			default: 'touched',
			description: 'Which services to return; when none is touched, one item says so and why',
		},
		knownFilesProperty,
	],
	execute(context, rows) {
		const event = eventParameter(context);
		const catalog = readServiceCatalog(rows);
		const release = planRelease(catalog, event);
		if (release.blockingFaults.length > 0) throw blocked(release.blockingFaults);
		const knownFiles = knownFilesParameter(context, [event.repository]);
		const warnings = [
			...release.otherFaults,
			...catalog.rows.flatMap((row) => unmatchedGlobFaults(row, knownFiles)),
		].map(describeFault);
		const isTouched = release.services.some(({ touched }) => touched);
		const shown = release.services.filter(
			({ touched }) => touched || textParameter(context, 'include') === 'all',
		);
		return [
			...(isTouched ? [] : [nothingOutput(release, event, warnings)]),
			...shown.map((service) => serviceOutput(service, event, warnings)),
		];
	},
};

function eventParameter(context: OperationContext): PlanEvent {
	const event = readPlanEvent(jsonParameter(context, 'event', 'Event'));
	if (event !== null) return event;
	throw new OperationFailure(
		'Event is no event of the GitHub Deploy Trigger: it names no event and repository',
		"Give that node's output, such as {{ $('GitHub Deploy Trigger').first().json }}",
	);
}

function serviceOutput(
	service: PlannedService,
	event: PlanEvent,
	warnings: readonly string[],
): CatalogOutput {
	const { row, wave, touched, held, holdReason, reasons, key, lockKey } = service;
	return {
		json: {
			nothing: false,
			touched,
			deploy: touched && !held,
			held,
			holdReason,
			reasons: [...reasons],
			key,
			...rowJson(row, wave),
			lockKey,
			// The row may still have the name from before a rename.
			...eventFields(event),
			repositoryId: event.repositoryId ?? row.repositoryId,
			warnings: [...warnings],
		},
		rowNumbers: [row.rowNumber],
	};
}

/** What a workflow writes down when there is nothing to do, and why. */
function nothingOutput(
	{ services, nothingBecause }: ReleasePlan,
	event: PlanEvent,
	warnings: readonly string[],
): CatalogOutput {
	const skipped = services.filter(({ row }) => repositoryRelation(row, event) !== 'other');
	const reasons =
		nothingBecause !== null
			? [nothingBecause]
			: skipped.length === 0
				? [unknownRepositoryReason(services.map(({ row }) => row), event)]
				: skipped.map(({ row, reasons: why }) => `${row.service} ${row.environment}: ${why.join('; ')}`);
	return {
		json: {
			nothing: true,
			touched: false,
			deploy: false,
			held: false,
			holdReason: '',
			reasons,
			key: null,
			/** Nobody has said what this repository is: not the same as having nothing to do. */
			unknownRepository: skipped.length === 0,
			...eventFields(event),
			warnings: [...warnings],
		},
		rowNumbers: services.map(({ row }) => row.rowNumber),
	};
}

function eventFields(event: PlanEvent): IDataObject {
	const { repository, repositoryId, skipReason, ref, branch, sha, before, forced, deliveryId, action, sender, message, pushedAt } = event;
	return {
		repository,
		repositoryId,
		skipReason,
		ref,
		branch,
		sha,
		before,
		forced,
		deliveryId,
		event: event.event,
		action,
		pullRequest: event.pullRequest?.number ?? null,
		sender,
		message,
		pushedAt,
	};
}

function blocked(faults: readonly CatalogIssue[]): OperationFailure {
	return new OperationFailure(
		`Nothing is deployed, since the catalog has faults in rows that this event touches: ${faults.map(describeFault).join('; ')}`,
		`Correct them in the Data Table slipway_services, then redeliver the event. ${faults.map(({ row, field, advice }) => `Row ${row}, ${field}: ${advice}`).join('. ')}`,
		{ faults: faults.map((fault) => ({ ...fault })) },
	);
}
