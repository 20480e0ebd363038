import type { Hand, HandEntry, HandService } from './hand';
import { type LedgerEntry, readLedger } from './ledgerEntries';
import { handServiceOf, refusalOf } from './choiceStep';
import { readableRows } from './chooseStep';
import { numberAt, textAt, valueAt } from '../values/jsonFields';

/**
 * What of a release goes back, the last deployed first: every service of which the release put something live, to
 * what was verified before it.
 */
export function releaseEntries(
	{ release }: Hand,
	catalogRows: readonly unknown[],
	ledgerRows: readonly unknown[],
): HandEntry[] {
	const services = (readableRows(catalogRows) ?? [])
		.filter((row) => textAt(row, 'service') !== null)
		.map(handServiceOf);
	const ofRelease = (readableRows(ledgerRows) ?? [])
		.filter((row) => valueAt(row, 'release_id') === release?.value && valueAt(row, 'kind') === 'deploy')
		.sort((left, right) => (numberAt(right, 'id') ?? 0) - (numberAt(left, 'id') ?? 0));
	const seen = new Set<HandService>();
	return ofRelease.flatMap((row) => {
		const service = services.find(
			(candidate) =>
				candidate.service === valueAt(row, 'service') && candidate.environment === valueAt(row, 'environment'),
		);
		if (service === undefined || seen.has(service)) return [];
		seen.add(service);
		return [entryOf(service, readLedger(ledgerRows, service).entries, release?.value ?? '')];
	});
}

function entryOf(service: HandService, entries: readonly LedgerEntry[], releaseId: string): HandEntry {
	const own = entries.find((entry) => entry.releaseId === releaseId && entry.kind === 'deploy');
	const earlier = entries
		.slice(own === undefined ? 0 : entries.indexOf(own) + 1)
		.find((entry) => entry.verified && entry.deploymentId !== '' && entry.deploymentId !== own?.deploymentId);
	const nothingLive = own === undefined || own.deploymentId === '' ? 'the release put nothing live there' : '';
	return {
		service,
		liveId: own?.deploymentId ?? '',
		liveCommit: own?.commit ?? '',
		toId: earlier?.deploymentId ?? '',
		toCommit: earlier?.commit ?? '',
		left:
			nothingLive || refusalOf(service) || (earlier === undefined ? 'no deployment before it is known to be good' : ''),
	};
}

/** Leaves what the release is not live at any more. `liveId` is what the platform tells; null when it does not. */
export function withLive(entry: HandEntry, liveId: string | null): HandEntry {
	if (entry.left !== '' || liveId === null || liveId === entry.liveId) return entry;
	return { ...entry, left: 'what this release put live there is not live any more' };
}
