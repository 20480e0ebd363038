import { keepRow } from '../../ledger/keptRows';
import type { Page } from '../../ledger/page';
import { sentences } from '../../ledger/stepResult';
import type { ReconciledRelease } from '../reconcile';
import type { ReleaseInHand } from '../releaseInHand';
import { nameOf, shortCommit } from '../serviceView';
import { cutText } from '../../values/text';
import { decisionLines, type ReleaseOutcome, releaseOutcome } from './releaseOutcome';

/** In characters, of one column. */
const maxListLength = 8_000;

/** What is told and recorded of a release. */
export interface ReleaseAnnouncement {
	readonly page: Page | null;
	readonly table: 'slipway_releases';
	/** By the table's columns; `id` 0 is a new row. Null when it was written before. */
	readonly row: Readonly<Record<string, string | number | null>> | null;
	readonly keep: readonly string[];
	readonly gitHub: { readonly need: 'nothing' };
	readonly change: null;
}

/** Before the first roll back: the list, for people. A crash does not need it, since the list is in the ledger. */
export function compensatingAnnouncement(reconciled: ReconciledRelease): ReleaseAnnouncement {
	const outcome = releaseOutcome(reconciled);
	const announcement = announcementOf(reconciled, outcome, null);
	const isBegun =
		outcome.wentBack.length > 0 || reconciled.compensation.entries.some(({ triesCount }) => triesCount > 0);
	return isBegun ? { ...announcement, row: null } : announcement;
}

export function announcementOf(
	reconciled: ReconciledRelease,
	outcome: ReleaseOutcome,
	page: Page | null,
): ReleaseAnnouncement {
	const { release, services, nowIso } = reconciled;
	const { state, reason } = outcome;
	const row = {
		id: 0,
		release_id: release.releaseId,
		delivery_id: release.deliveryId,
		repository: release.repository,
		ref: `refs/heads/${release.branch}`,
		branch: release.branch,
		commit: release.head,
		sender: release.actor,
		message: release.headMessage,
		services: cutText(services.map(({ sight }) => nameOf(sight.row)).join(', '), maxListLength),
		state,
		reason,
		why: release.why,
		decisions: cutText(decisionLines(services).join('\n'), maxListLength),
		started_at: release.startedAt,
		// A column for dates takes no empty text.
		finished_at: state === 'compensating' ? null : nowIso,
		told_at: '',
	};
	return {
		page,
		table: 'slipway_releases',
		row,
		keep: keepRow(`${release.releaseId}/release/${state}`, row),
		gitHub: { need: 'nothing' },
		change: null,
	};
}

/** What a page of a release is keyed by. */
export function pageKeyOf({ repository, branch }: Pick<ReleaseInHand, 'repository' | 'branch'>): string {
	return `slipway/${repository}@${branch}`;
}

export interface PageText {
	readonly action: Page['action'];
	readonly severity: Page['severity'];
	readonly headline: string;
	/** What is said besides how the release ended. */
	readonly more: string;
	readonly runUrl: string;
}

export function pageOfRelease({ release }: ReconciledRelease, outcome: ReleaseOutcome, text: PageText): Page {
	const { repository, branch, head } = release;
	return {
		action: text.action,
		key: pageKeyOf(release),
		summary: sentences(`${repository}@${branch}: ${text.headline}`, text.more),
		severity: text.severity,
		source: repository,
		component: repository,
		group: branch,
		class: 'release',
		details: JSON.stringify({
			release: release.releaseId,
			state: outcome.state,
			commit: head,
			by: release.actor,
			reason: outcome.reason,
			failed: outcome.failed.map(nameOf),
			wentBack: outcome.wentBack.map((entry) => `${nameOf(entry)} to ${shortCommit(entry.commit)}`),
			stays: outcome.stays.map((entry) => `${nameOf(entry)} at ${shortCommit(entry.commit)}`),
			notRolledBack: outcome.left.map(({ sight, reason }) => `${nameOf(sight.row)}: ${reason}`),
			migrationsNotUndone: outcome.migrated.map(nameOf),
		}),
		siteUrl: outcome.failed.find(({ url }) => url !== '')?.url ?? '',
		commitUrl: head === '' ? '' : `https://github.com/${repository}/commit/${head}`,
		runUrl: text.runUrl,
	};
}
