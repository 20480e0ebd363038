import { waitMsParameter } from '../../../shared/fields/parameters';
import { textField } from '../../../shared/fields/fields';
import { optionalLocator } from '../../../shared/fields/locators';
import { dryRunProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import {
	adviceWithoutTarget,
	verifiedVersionsParameter,
	verifiedVersionsProperty,
} from '../../../shared/fields/verifiedVersions';
import type { Operation, OperationContext } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { apolloClient } from '../../api/client';
import { publishAndFollow } from '../../changes/publishAndFollow';
import { assertOwnSchema, readPast } from '../../changes/readPast';
import { rollbackTarget, type RollbackWish } from '../../changes/rollbackTarget';
import { launchField, readSubgraphPlace, subgraphField, variantField } from '../../fields/places';
import { apolloOnFailureProperty } from '../../fields/publicationFields';
import { publishedJson, targetOf } from '../../output/schemaJson';
import { presentResult } from '../presentResult';

/** How many schemas back the last verified one is looked for. */
const looksBack = 50;

const targetField = optionalLocator(
	launchField,
	'The launch whose schema of this subgraph is published again. Leave it empty for the last one before this that was verified.',
);

const onlyIfLiveField = textField('Only If Live', 'badLaunch', {
	placeholder: '1d9c6ff5-9d5d-4e0c-8f1b-0c5a4a6f3d11',
	description:
		'ID of the bad launch. If another one is live by now, nothing is changed; if its schema was put back already, what is live is returned. Makes it safe to run this twice.',
});

export const rollBack: Operation = {
	value: 'rollBack',
	name: 'Roll Back',
	action: 'Roll back a schema',
	description:
		'Publish an earlier schema of a subgraph again, as Apollo kept it, and verify that routers are served it',
	properties: [
		variantField,
		subgraphField,
		targetField,
		onlyIfLiveField,
		verifiedVersionsProperty('Launch IDs, commits or hashes', '={{ $json.verifiedDeployments }}'),
		...waitProperties(600),
		apolloOnFailureProperty,
		dryRunProperty,
	],
	async execute(context) {
		const place = readSubgraphPlace(context);
		const wish = readWish(context);
		const timeoutMs = waitMsParameter(context);
		const client = apolloClient(context);
		const past = await readPast(client, place, looksBack);
		assertOwnSchema(past.variant);
		const { schema, isDone } = rollbackTarget(past, wish);
		if (dryRunProperty.read(context)) {
			return {
				dryRun: true,
				verified: false,
				platform: 'graphos',
				target: targetOf(place),
				plan: { action: isDone ? 'none' : 'rollBack', to: publishedJson(place, schema, schema === past.live) },
				current: past.live && publishedJson(place, past.live, true),
			};
		}
		const { hash, revision, routingUrl, launchId } = schema;
		const subject = {
			schema: { hash, revision },
			previous: past.live,
			isRollback: true,
			reverted: 'notNeeded',
		} as const;
		if (isDone) {
			const end = { verified: true, state: 'live', reason: '', advice: '', warnings: [] } as const;
			return presentResult(context, place, { ...subject, ...end, launchId, startedAt: schema.servedAt });
		}
		const message = `Slipway: rolled back to ${revision.slice(0, 7) || hash.slice(0, 7)}`;
		const gitContext = { commit: revision, branch: '', message, committer: '', remoteUrl: '' };
		const result = await publishAndFollow(client, past, {
			publication: { schema: { hash }, routingUrl, revision, gitContext },
			limits: timeoutMs === null ? null : { timeoutMs, cancelSignal: cancelSignalOf(context) },
			// What was live before is what is to be left.
			putsBack: false,
			isRollback: true,
		});
		return presentResult(context, place, result);
	},
};

function readWish(context: OperationContext): RollbackWish {
	const verified = verifiedVersionsParameter(context, 'Give launch IDs, commits or hashes of schemas');
	return {
		toLaunchId: targetField.read(context),
		badLaunchId: onlyIfLiveField.read(context),
		verified,
		adviceWithoutTarget: adviceWithoutTarget(verified, {
			listed: 'Name launches, commits or hashes of its schemas in Verified Releases, or choose a launch',
			unlisted: 'Choose a launch, or publish a good schema',
		}),
	};
}
