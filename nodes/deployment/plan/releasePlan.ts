import { dependenciesOf, effectiveWaves, rowKey, rowsByKey } from '../catalog/catalogDependencies';
import { type CatalogIssue, type CatalogRow, previewEnvironment } from '../catalog/catalogRow';
import { targetKeyOf } from '../catalog/deploymentTarget';
import { shownName } from '../event/filterWords';
import { includingPattern, passes, passing } from '../values/globs/globFilter';
import { type PlanEvent, targetBranch, whyNothingDeploys } from './planEvent';
import { repositoryRelation } from './rowRepository';
import type { ServiceCatalog } from '../catalog/serviceCatalog';

/** Columns that decide what touches a row. */
const matchingFields: readonly string[] = ['branch', 'paths', 'exclude_paths'];

/** More files than this are counted, not named. */
const maxReasons = 5;

/** A row of the catalog as an event finds it. */
export interface PlannedService {
	readonly row: CatalogRow;
	/** The wave it goes in: its own, but after all it depends on. */
	readonly wave: number;
	/** The event changes it. */
	readonly touched: boolean;
	/** Touched, but not to be deployed, because a person holds it or something it depends on. */
	readonly held: boolean;
	/** Who or what holds it; empty otherwise. */
	readonly holdReason: string;
	/** Why it is touched, or why not. */
	readonly reasons: readonly string[];
	/**
	 * What makes a redelivered request recognizable: `repo@ref@sha@environment@service@delivery`; null when
	 * there is no commit. With the delivery, since a branch that is set back and forth is pushed anew.
	 */
	readonly key: string | null;
	/** What a deployment of it changes, and so what is to be locked: `netlify/shop`, `netlify/shop/branch:staging`. */
	readonly lockKey: string;
}

export interface ReleasePlan {
	/** Every readable row, in the order of waves, then of the catalog. */
	readonly services: readonly PlannedService[];
	/** Issues of rows that the event would touch: with any of these, nothing may be deployed. */
	readonly blockingIssues: readonly CatalogIssue[];
	/** Issues of other rows. */
	readonly otherIssues: readonly CatalogIssue[];
	/** Why no service is touched, whatever the rows say; null when that does not hold. */
	readonly nothingBecause: string | null;
}

/** What an event asks to deploy, with the reasons for and against each service. */
export function planRelease(catalog: ServiceCatalog, event: PlanEvent): ReleasePlan {
	const nothingBecause = whyNothingDeploys(event);
	const waves = effectiveWaves(catalog.rows);
	const unreadable = new Set(
		catalog.issues.filter(({ field }) => matchingFields.includes(field)).map(({ row }) => row),
	);
	const found = catalog.rows.map((row) => {
		const touch: Touch =
			nothingBecause === null
				? touchOf(row, event, unreadable.has(row.rowNumber))
				: { touched: false, reasons: [nothingBecause] };
		return {
			row,
			...touch,
			wave: waves.get(rowKey(row.service, row.environment)) ?? row.wave,
			key: keyOf(row, event),
			lockKey: lockKeyOf(row, event),
		};
	});
	const touchedRows = new Set(found.filter(({ touched }) => touched).map(({ row }) => row.rowNumber));
	const holds = holdReasons(
		catalog.rows,
		found.filter(({ touched }) => touched).map(({ row }) => row),
	);
	const byKey = rowsByKey(catalog.rows);
	const disabledChanges = new Set(found.filter(({ isDisabledChange }) => isDisabledChange).map(({ row }) => row));
	const services = found.map((service): PlannedService => {
		const holdReason = holds.get(service.row) ?? '';
		const leftBehind = service.touched
			? dependenciesOf(service.row, byKey).filter((dependency) => disabledChanges.has(dependency))
			: [];
		const notes = leftBehind.map(
			({ service: name }) => `note: it depends on ${name}, which changed too, but is not enabled`,
		);
		const { row, wave, touched, key, lockKey } = service;
		if (touched && repositoryRelation(row, event) === 'renamed') {
			notes.push(`note: ${row.repository} is now called ${event.repository}; correct the row's column repository`);
		}
		return {
			row,
			wave,
			touched,
			key,
			lockKey,
			reasons: [...service.reasons, ...notes],
			held: holdReason !== '',
			holdReason,
		};
	});
	return {
		services: services.sort((left, right) => left.wave - right.wave || left.row.rowNumber - right.row.rowNumber),
		blockingIssues: catalog.issues.filter(({ row }) => touchedRows.has(row)),
		otherIssues: catalog.issues.filter(({ row }) => !touchedRows.has(row)),
		nothingBecause,
	};
}

interface Touch {
	readonly touched: boolean;
	readonly reasons: readonly string[];
	/** The event changes it, and only the catalog keeps it out. */
	readonly isDisabledChange?: boolean;
}

/** A row whose globs cannot all be read counts as touched: its issues then stop the plan. */
function touchOf(row: CatalogRow, event: PlanEvent, isUnreadable: boolean): Touch {
	const untouched = (reason: string): Touch => ({ touched: false, reasons: [reason] });
	const relation = repositoryRelation(row, event);
	if (relation === 'taken') {
		return untouched(
			`${event.repository} is another repository than the row's: its id is ${event.repositoryId}, and the row says ${row.repositoryId}`,
		);
	}
	if (relation === 'other') {
		return untouched(`it deploys from ${row.repository || '(no repository)'}, not ${event.repository}`);
	}
	const isPreview = row.environment.toLowerCase() === previewEnvironment;
	if (isPreview !== (event.pullRequest !== null)) {
		return untouched(
			isPreview
				? 'previews are deployed for pull requests only'
				: `a pull request does not deploy to ${row.environment}`,
		);
	}
	if (isUnreadable && row.enabled) {
		return { touched: true, reasons: ['its branch or paths cannot be read, so it counts as changed'] };
	}
	const branch = targetBranch(event) ?? '';
	if (!passes({ include: row.branches, exclude: [] }, branch)) {
		return untouched(`the branch ${branch} is not ${row.branches.join(', ')}`);
	}
	const touch = touchByFiles(row, event);
	if (touch.touched && !row.enabled) {
		return {
			touched: false,
			isDisabledChange: true,
			reasons: ['it is not enabled in the catalog', ...touch.reasons],
		};
	}
	return touch;
}

function touchByFiles(row: CatalogRow, event: PlanEvent): Touch {
	const { changedFiles } = event;
	if (!event.changedFilesComplete) {
		return {
			touched: true,
			reasons: [
				'the list of changed files is incomplete, so every service of this repository and branch counts as changed',
			],
		};
	}
	if (changedFiles.length === 0) {
		return event.nothingDiffers
			? { touched: false, reasons: ['GitHub says that no file differs'] }
			: {
					touched: true,
					reasons: [
						'the list of changed files is empty, and nothing says that no file differs, so every service of this repository and branch counts as changed',
					],
				};
	}
	const files = passing(row.paths, changedFiles);
	if (files.length > 0) {
		const named = files.slice(0, maxReasons).map((file) => reasonFor(row, file));
		const more = files.length - named.length;
		return { touched: true, reasons: more > 0 ? [...named, `and ${more} more changed files`] : named };
	}
	const included = passing({ ...row.paths, exclude: [] }, changedFiles);
	const count = `${changedFiles.length} changed file${changedFiles.length === 1 ? '' : 's'}`;
	const reason =
		included.length > 0
			? `what matches of the ${count} is excluded by ${row.paths.exclude.join(', ')}`
			: `none of the ${count} matches ${row.paths.include.join(', ')}`;
	return { touched: false, reasons: [reason] };
}

function reasonFor(row: CatalogRow, file: string): string {
	const pattern = includingPattern(row.paths, file);
	return pattern === null
		? `${shownName(file)} is in the repository, all of which belongs to the service`
		: `${shownName(file)} matches ${pattern}`;
}

/**
 * Why a touched row is held: by a person, or because it depends on a touched row that is held. A
 * frontend never goes out against an API that was kept back.
 */
function holdReasons(rows: readonly CatalogRow[], touched: readonly CatalogRow[]): ReadonlyMap<CatalogRow, string> {
	const byKey = rowsByKey(rows);
	const holds = new Map<CatalogRow, string>();
	for (const row of touched) {
		if (row.hold) holds.set(row, row.holdReason || 'held in the catalog, without a reason');
	}
	for (let isStable = false; !isStable;) {
		isStable = true;
		for (const row of touched) {
			if (holds.has(row)) continue;
			const held = dependenciesOf(row, byKey).find((dependency) => holds.has(dependency));
			if (held === undefined) continue;
			holds.set(row, `it depends on ${held.service}, which is held`);
			isStable = false;
		}
	}
	return holds;
}

function keyOf(row: CatalogRow, event: PlanEvent): string | null {
	if (event.sha === null) return null;
	const ref = event.ref ?? (event.branch === null ? '' : `refs/heads/${event.branch}`);
	return [event.repository.toLowerCase(), ref, event.sha, row.environment, row.service, event.deliveryId ?? []]
		.flat()
		.join('@');
}

/** Each pull request has a preview of its own. */
function lockKeyOf(row: CatalogRow, { pullRequest }: PlanEvent): string {
	const key = targetKeyOf(row);
	const isPreview = row.environment.toLowerCase() === previewEnvironment;
	return isPreview && pullRequest !== null && pullRequest.number !== null ? `${key}-${pullRequest.number}` : key;
}
