import type { IDataObject } from 'n8n-workflow';

import { type PlanEvent, readPlanEvent } from '../../../deployment/plan/planEvent';
import { repositoryRelation, unknownRepositoryReason } from '../../../deployment/plan/rowRepository';
import { type PlannedService, planRelease, type ReleasePlan } from '../../../deployment/plan/releasePlan';
import { describeIssue, readServiceCatalog, unmatchedGlobIssues } from '../../../deployment/catalog/serviceCatalog';
import { ConfigurationError } from '../../../shared/operation/errors';
import type { OperationContext } from '../../../shared/operation/operation';
import { choiceField, jsonField, option } from '../../../shared/fields/fields';
import type { CatalogOperation, CatalogOutput } from '../catalogOperation';
import { knownFilesProperty, readKnownFiles } from '../../fields/knownFiles';
import { rowJson } from '../../output/rowJson';
import { issuesFailure } from './issuesFailure';

const eventField = jsonField('Event', 'event', "={{ $('GitHub Deploy Trigger').first().json }}", {
	required: true,
	description: 'The event of the GitHub Deploy Trigger',
});

const includeField = choiceField(
	'Include',
	'include',
	[
		option('Touched Services', 'touched'),
		option('All Services', 'all', 'Also those that are not touched, with the reason why not'),
	],
	{ description: 'Which services to return; when none is touched, one item says so and why' },
);

export const plan: CatalogOperation = {
	value: 'plan',
	name: 'Plan',
	action: 'Plan a release',
	description: 'Find the services that an event touches, in waves, with reasons',
	properties: [eventField, includeField, knownFilesProperty],
	execute(context, rows) {
		const event = eventParameter(context);
		const catalog = readServiceCatalog(rows);
		const release = planRelease(catalog, event);
		if (release.blockingIssues.length > 0) {
			throw issuesFailure(
				'Nothing is deployed, since the catalog has issues in rows that this event touches',
				release.blockingIssues,
				'Correct them in the Data Table slipway_services, then redeliver the event. ',
			);
		}
		const knownFiles = readKnownFiles(context, [event.repository]);
		const warnings = [
			...release.otherIssues,
			...catalog.rows.flatMap((row) => unmatchedGlobIssues(row, knownFiles)),
		].map(describeIssue);
		const isTouched = release.services.some(({ touched }) => touched);
		const showsAll = includeField.read(context) === 'all';
		const shown = release.services.filter(({ touched }) => touched || showsAll);
		return [
			...(isTouched ? [] : [nothingOutput(release, event, warnings)]),
			...shown.map((service) => serviceOutput(service, event, warnings)),
		];
	},
};

function eventParameter(context: OperationContext): PlanEvent {
	const event = readPlanEvent(eventField.read(context));
	if (event !== null) return event;
	throw new ConfigurationError(
		'Event is not an event of the GitHub Deploy Trigger: it names no event and repository',
		"Use that node's output, such as {{ $('GitHub Deploy Trigger').first().json }}",
	);
}

function serviceOutput(service: PlannedService, event: PlanEvent, warnings: readonly string[]): CatalogOutput {
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
				? [
						unknownRepositoryReason(
							services.map(({ row }) => row),
							event,
						),
					]
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
	const {
		repository,
		repositoryId,
		skipReason,
		ref,
		branch,
		sha,
		before,
		forced,
		deliveryId,
		action,
		sender,
		message,
		pushedAt,
	} = event;
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
