import type { PlatformClient } from '../../shared/http/platformClient';
import { OperationFailure } from '../../shared/operation/errors';
import { writeOnce } from '../../shared/waiting/writeOnce';
import { deleteSilence, listSilences, postSilence, readSilence } from '../api/silences';
import type { GrafanaSilence } from '../api/types';
import { isOver, isSameSilence, type SilenceWish } from '../state/silence';

/** Makes a silence once, and reads it back: only one that is there silences anything. */
export async function createSilence(client: PlatformClient, wish: SilenceWish): Promise<GrafanaSilence> {
	const id = await writeOnce<string>({
		what: `the silence "${wish.comment}"`,
		send: async () => await postSilence(client, bodyOf(wish)),
		find: async () => (await listSilences(client)).find((silence) => isSameSilence(silence, wish))?.id,
	});
	const silence = await readSilence(client, id);
	if (silence !== null && !isOver(silence)) return silence;
	throw new OperationFailure(
		`Grafana accepted the silence "${wish.comment}" as ${id}, and it is ${silence === null ? 'not there' : 'over already'}`,
		'Look under Alerting > Silences, then run this again',
	);
}

/** @returns false where it was over, or gone, before. @throws OperationFailure where it still silences. */
export async function expireSilence(client: PlatformClient, id: string): Promise<boolean> {
	const before = await readSilence(client, id);
	if (before === null || isOver(before)) return false;
	await deleteSilence(client, id);
	const after = await readSilence(client, id);
	if (after === null || isOver(after)) return true;
	throw new OperationFailure(
		`Grafana did not end the silence ${id}: it is still ${after.status?.state ?? 'there'}`,
		'Look under Alerting > Silences, then run this again',
	);
}

function bodyOf({ matchers, comment, createdBy, startsAtMs, endsAtMs }: SilenceWish) {
	return {
		comment,
		createdBy,
		matchers: matchers.map((matcher) => ({ ...matcher })),
		startsAt: new Date(startsAtMs).toISOString(),
		endsAt: new Date(endsAtMs).toISOString(),
	};
}
