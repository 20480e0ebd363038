import { EndUnknown } from '../../shared/waiting/endUnknown';
import { writeOnce } from '../../shared/waiting/writeOnce';
import type { ApolloClient } from '../api/client';
import { publishSubgraph, type Publication, type Published } from '../api/publications';
import { listLaunches, readLaunchOf } from '../api/variants';
import { inputOf } from '../state/publishedSchema';
import type { SchemaPast } from './readPast';

/** So many launches are looked through for one whose answer was lost. */
const looksBack = 50;

/**
 * Publishes a schema once. An answer that was lost is looked for: it is the launch for this subgraph, with this
 * revision, that was not there before.
 *
 * @throws EndUnknown when it stays open whether it was published.
 */
export async function publishOnce(
	client: ApolloClient,
	past: SchemaPast,
	publication: Publication,
): Promise<Published> {
	const { place, variant } = past;
	return await writeOnce<Published>({
		what: `the publication of ${place.subgraph} to ${place.reference}`,
		send: async () => await publishSubgraph(client, place, publication),
		find: async () => {
			const launches = await listLaunches(client, place.reference, looksBack);
			const known = launches.findIndex(({ id }) => id === variant.latest?.id);
			const found = launches
				.slice(0, known < 0 ? launches.length : known)
				.find(
					(launch) => launch.changes.includes(place.subgraph) && isOf(publication, inputOf(launch, place.subgraph)),
				);
			if (found === undefined) return undefined;
			const { launch } = await readLaunchOf(client, place.reference, found.id);
			return { launch, wasCreated: false, wasUpdated: true, errors: launch.errors };
		},
		unclear: ({ what, error, lookError }) =>
			new EndUnknown(
				what,
				lookError ?? error ?? 'Apollo did not answer, and no launch of it is to be seen',
				'notTried',
				{},
				'It may still have been published. Look at the launches of the variant in Apollo Studio before you run this again',
			),
	});
}

function isOf({ schema, revision }: Publication, input: ReturnType<typeof inputOf>): boolean {
	if (input === undefined) return false;
	return 'hash' in schema ? input.hash === schema.hash : input.revision === revision;
}
