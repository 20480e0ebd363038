import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { apolloClient } from '../../api/client';
import type { Launch } from '../../api/types';
import { readLaunchOf } from '../../api/variants';
import { followAndConclude } from '../../changes/publishAndFollow';
import { readPast, type SchemaPast } from '../../changes/readPast';
import { launchField, readPlace, subgraphToWatchField, variantField } from '../../fields/places';
import { apolloOnFailureProperty, putsBackField } from '../../fields/publicationFields';
import { inputOf, isSameInput } from '../../state/publishedSchema';
import { presentResult } from '../presentResult';

const timeoutField = timeoutProperty(600);

export const wait: Operation = {
	value: 'wait',
	name: 'Wait',
	action: 'Wait for a launch',
	description: 'Wait until a launch is over, its contract variants too, and routers are served what it built',
	properties: [variantField, launchField, subgraphToWatchField, putsBackField, timeoutField, apolloOnFailureProperty],
	async execute(context) {
		const place = readPlace(context, subgraphToWatchField);
		const launchId = launchField.read(context);
		const putsBack = place.subgraph !== '' && putsBackField.read(context) === 'putBack';
		const limits = { timeoutMs: timeoutField.read(context), cancelSignal: cancelSignalOf(context) };
		const client = apolloClient(context);
		const past = await readPast(client, place, 2);
		const { launch } = await readLaunchOf(client, place.reference, launchId);
		return presentResult(
			context,
			place,
			await followAndConclude(client, before(past, launch), { limits, putsBack, isRollback: false }, launch),
		);
	},
};

/** Routers may be served it already, while contract variants still build with it: what is put back is the one before. */
function before(past: SchemaPast, launch: Launch): SchemaPast {
	const { live, schemas, place } = past;
	return live !== null && isSameInput(inputOf(launch, place.subgraph), live)
		? { ...past, live: schemas[1] ?? null }
		: past;
}
