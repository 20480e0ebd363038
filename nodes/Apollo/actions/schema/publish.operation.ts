import type { IDataObject } from 'n8n-workflow';

import { textField } from '../../../shared/fields/fields';
import { waitMsParameter } from '../../../shared/fields/parameters';
import { dryRunProperty, waitProperties } from '../../../shared/fields/sharedProperties';
import { OperationFailure } from '../../../shared/operation/errors';
import type { Operation } from '../../../shared/operation/operation';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { apolloClient } from '../../api/client';
import type { RegisteredSubgraph } from '../../api/types';
import { readSubgraph } from '../../api/variants';
import { checkSchema } from '../../changes/checkSchema';
import { followAndConclude, publishAndFollow } from '../../changes/publishAndFollow';
import { assertOwnSchema, readPast, type SchemaPast } from '../../changes/readPast';
import { readSubgraphPlace, subgraphField, variantField } from '../../fields/places';
import {
	apolloOnFailureProperty,
	checkFirstField,
	putsBackField,
	readGitContext,
	schemaField,
	sourceFields,
} from '../../fields/publicationFields';
import { publishedJson, targetOf } from '../../output/schemaJson';
import { inputOf, isSameInput } from '../../state/publishedSchema';
import type { SchemaResult } from '../../state/schemaResult';
import { presentResult } from '../presentResult';
import { checkAdvice, checkJson } from './check.operation';
import { adviceOnSubgraph } from './unknownSubgraph';

/** For the check alone: Apollo's own client gives it as long. */
const checkMs = 300_000;

const routingUrlField = textField('Routing URL', 'routingUrl', {
	placeholder: 'https://gateway.example.com/graphql',
	description:
		'Where routers reach the subgraph. Leave it empty to keep the one that it has; a new subgraph needs one.',
});

export const publish: Operation = {
	value: 'publish',
	name: 'Publish Subgraph',
	action: 'Publish a subgraph',
	description: "Publish a subgraph's schema and verify that routers are served it, in contract variants too",
	properties: [
		variantField,
		subgraphField,
		schemaField.property,
		routingUrlField,
		...sourceFields,
		checkFirstField,
		...waitProperties(600),
		putsBackField,
		apolloOnFailureProperty,
		dryRunProperty,
	],
	async execute(context) {
		const place = readSubgraphPlace(context);
		const sdl = schemaField.read(context);
		const routingUrl = routingUrlField.read(context);
		const gitContext = readGitContext(context);
		const timeoutMs = waitMsParameter(context);
		const cancelSignal = cancelSignalOf(context);
		const checksFirst = checkFirstField.read(context);
		const putsBack = putsBackField.read(context) === 'putBack';
		const client = apolloClient(context);
		const past = await readPast(client, place);
		assertOwnSchema(past.variant);
		const { subgraph, names } = await readSubgraph(client, place.reference, place.subgraph);
		if (subgraph === null && routingUrl === '') throw newWithoutUrl(targetOf(place), place.subgraph, names);
		const isRegistered = isSame(subgraph, sdl, routingUrl);
		const isLive = isRegistered && isWhatIsServed(past);
		const check =
			checksFirst && !isRegistered
				? await checkSchema(client, place, sdl, { timeoutMs: checkMs, gitContext, cancelSignal })
				: null;
		if (dryRunProperty.read(context)) {
			return {
				dryRun: true,
				verified: false,
				platform: 'graphos',
				target: targetOf(place),
				plan: { action: isLive ? 'none' : 'publish', check: check && checkJson(check) },
				current: past.live && publishedJson(place, past.live, true),
			} satisfies IDataObject;
		}
		const plan = { limits: timeoutMs === null ? null : { timeoutMs, cancelSignal }, putsBack, isRollback: false };
		if (isLive) return presentResult(context, place, skipped(past));
		if (check?.passed === false) return presentResult(context, place, refused(past, check.reason));
		// An earlier run published it, and died: what became of its launch is seen.
		const { latest } = past.variant;
		if (isRegistered && latest !== null) {
			return presentResult(context, place, await followAndConclude(client, past, plan, latest));
		}
		const publication = { schema: { sdl }, routingUrl, revision: gitContext.commit, gitContext };
		return presentResult(context, place, await publishAndFollow(client, past, { ...plan, publication }));
	},
};

function isSame(subgraph: RegisteredSubgraph | null, sdl: string, routingUrl: string): boolean {
	return subgraph?.sdl === sdl && (routingUrl === '' || subgraph.url === routingUrl);
}

/** What is registered is what the newest launch was built with. */
function isWhatIsServed({ variant, live, place }: SchemaPast): boolean {
	return live !== null && isSameInput(inputOf(variant.latest, place.subgraph), live);
}

function skipped({ live }: SchemaPast): SchemaResult {
	return {
		...nothingStarted(live),
		launchId: live?.launchId ?? '',
		state: 'skipped',
		reason: 'Routers are served this very schema already, so nothing was published',
		schema: { hash: live?.hash ?? '', revision: live?.revision ?? '' },
	};
}

function refused({ live }: SchemaPast, reason: string): SchemaResult {
	return {
		...nothingStarted(live),
		state: 'failed',
		reason: `it does not pass Apollo's check, and was not published: ${reason}`,
		advice: checkAdvice,
	};
}

function nothingStarted(live: SchemaPast['live']): SchemaResult {
	return {
		launchId: '',
		startedAt: '',
		schema: { hash: '', revision: '' },
		previous: live,
		isRollback: false,
		reverted: 'notNeeded',
		verified: false,
		state: 'failed',
		reason: '',
		advice: '',
		warnings: [],
	};
}

function newWithoutUrl(target: string, name: string, names: readonly string[]): OperationFailure {
	return new OperationFailure(
		`${target} is a new subgraph, and no Routing URL says where routers reach it`,
		`Fill in Routing URL for its first publication. ${adviceOnSubgraph(name, names)}`,
		{ state: 'failed' },
	);
}
