import { messageOf } from '../../shared/operation/errors';
import { attempt } from '../../shared/waiting/attempt';
import type { ApolloClient } from '../api/client';
import type { Reverted } from '../state/schemaResult';
import { followLaunch } from './followLaunch';
import { publishOnce } from './publishOnce';
import type { SchemaPast } from './readPast';

/** For a launch of what was served before: it composed once. */
const putBackMs = 300_000;

/**
 * Registers what routers were served before again, after a publication that failed: else every later publication,
 * of any subgraph, would be built with the bad schema. It is tried whoever stopped the execution.
 */
export async function putBack(
	client: ApolloClient,
	past: SchemaPast,
): Promise<{ readonly reverted: Reverted; readonly words: string }> {
	const { live, place } = past;
	if (live === null) {
		return {
			reverted: 'left',
			words: `${place.subgraph} is new in ${place.reference}, so there is no earlier schema to put back: mend it, or remove it with Delete Subgraph`,
		};
	}
	const { hash, revision, routingUrl } = live;
	const message = `Slipway: the schema of ${revision.slice(0, 7)} again, since its successor failed`;
	const gitContext = { commit: revision, branch: '', message, committer: '', remoteUrl: '' };
	const done = await attempt(
		(async () => {
			const published = await publishOnce(client, past, { schema: { hash }, routingUrl, revision, gitContext });
			if (published.launch === null) return { phase: 'succeeded', reason: '' };
			return (await followLaunch(client, place, published.launch.id, { timeoutMs: putBackMs })).assessment;
		})(),
	);
	if (done.ok && done.value.phase === 'succeeded') {
		return { reverted: 'done', words: `The schema of ${revision.slice(0, 7) || hash.slice(0, 7)} was put back` };
	}
	const why = done.ok ? done.value.reason : messageOf(done.error);
	return {
		reverted: 'incomplete',
		words: `The schema before it could not be put back: ${why}. Publish it again: until then no other subgraph of ${place.reference} can be published`,
	};
}
