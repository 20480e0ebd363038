import type { INodeProperties } from 'n8n-workflow';

import { numberAt } from '../../../deployment/values/jsonFields';
import { type FlyClient, flyClient } from '../../../Fly/api/client';
import { listSecrets } from '../../../Fly/api/secrets';
import type { FlySecret } from '../../../Fly/api/types';
import { bringSecretsIntoEffect } from '../../../Fly/changes/secrets/bringSecretsIntoEffect';
import { changeSecrets } from '../../../Fly/changes/secrets/changeSecrets';
import { readFleetSecrets } from '../../../Fly/changes/secrets/fleetSecrets';
import { type SecretsMark, secretsMark } from '../../../Fly/changes/secrets/secretsMark';
import { cancelSignalOf } from '../../../shared/waiting/cancelSignal';
import { OperationFailure } from '../../../shared/operation/errors';
import { enteredAs, locatorProperty } from '../../../shared/fields/locators';
import type { OperationContext } from '../../../shared/operation/operation';
import { locatorValue, textParameter, timeoutMsParameter } from '../../../shared/fields/parameters';
import { timeoutProperty } from '../../../shared/fields/sharedProperties';
import type { SourceReading } from '../sources/source';
import type { Target, TargetEffect } from './target';

const show = { target: ['fly'] };

export const flyProperties: INodeProperties[] = [
	{
		...locatorProperty({
			displayName: 'App',
			name: 'app',
			description: 'The Fly.io app',
			search: 'searchApps',
			enter: [enteredAs('name', 'By Name', 'paintbox-api')],
		}),
		displayOptions: { show },
	},
	{
		displayName: 'Apply',
		name: 'apply',
		type: 'options',
		options: [
			{
				name: 'Deploy Now',
				value: 'deploy',
				description: 'Boot every machine again, a share at a time; done only when each runs with the secrets',
			},
			{
				name: 'Stage',
				value: 'stage',
				description: 'Keep them for the next deploy: hand the version on to its option Minimum Secrets Version',
			},
		],
		default: 'stage',
		displayOptions: { show },
		description: 'When the machines get the secrets',
	},
	{
		...timeoutProperty(600),
		displayOptions: { show: { ...show, apply: ['deploy'] } },
		description: 'How many seconds all machines together may take to boot, with the last state seen in the error',
	},
];

/** An app's secrets, staged for its next deploy or brought to its machines now. */
export async function flyTarget(context: OperationContext, source: SourceReading): Promise<Target> {
	const app = locatorValue(context, 'app', 'App');
	const client = flyClient(context);
	const deploys = textParameter(context, 'apply') === 'deploy';
	const identity = `fly ${app}`;
	let secrets: readonly FlySecret[] = [];
	// Each node and source for itself: two that took each other's mark away would boot the machines in turns.
	const owner = `${context.functions.getNode().id} ${source.identity}`;
	const markOf = (keys: readonly string[]): SecretsMark => secretsMark(owner, secrets, keys);
	return {
		name: `Fly.io app ${app}`,
		identity,
		credentialType: 'slipwayFlyApi',
		summary: { platform: 'fly', app, apply: deploys ? 'deploy' : 'stage' },
		neededAccess: `Use a token that may write to app ${app}, such as one of "fly tokens create deploy": a read-only token sees secrets and sets none`,
		takesEffect: deploys
			? 'now: the machines are booted with them'
			: 'with the next deploy of the app: hand versions.target on to Fly.io Release: Deploy Image, Minimum Secrets Version',
		marksAreDigests: true,
		takesReferences: false,
		...(deploys && { effect: effectOf(context, client, app, markOf) }),
		keyInTarget: secretName,
		async read() {
			secrets = await listSecrets(client, app);
			// Fly's own digest: the same only for the same value.
			return new Map(secrets.map(({ name, digest }) => [name ?? '', { values: null, mark: digest ?? null }]));
		},
		check() {},
		async write(writes, done) {
			const given = writes.filter(({ value }) => value !== null);
			let version = 0;
			if (given.length > 0) {
				version = await changeSecrets(client, app, Object.fromEntries(given.map(({ key, value }) => [key, value])));
				for (const { key } of given) done(key);
			}
			for (const { key, value } of writes) {
				if (value !== null) continue;
				version = Math.max(version, await changeSecrets(client, app, { [key]: null }));
				done(key);
			}
			return { target: version };
		},
	};
}

function effectOf(
	context: OperationContext,
	client: FlyClient,
	app: string,
	markOf: (keys: readonly string[]) => SecretsMark,
): TargetEffect {
	return {
		async pending(keys) {
			const { behind, version } = await readFleetSecrets(client, app, markOf(keys));
			return {
				machines: behind.map(({ machine }) => machine.id),
				versions: version === null ? null : { target: version },
			};
		},
		async affected() {
			const { machines } = await readFleetSecrets(client, app, markOf([]));
			return machines.map(({ machine }) => machine.id);
		},
		async bring(keys, versions) {
			const { machines, warnings } = await bringSecretsIntoEffect(client, app, {
				mark: { ...markOf(keys), version: numberAt(versions, 'target') ?? 0 },
				timeoutMs: timeoutMsParameter(context),
				cancelSignal: cancelSignalOf(context),
			});
			const running = machines.filter(({ state }) => state === 'started').length;
			return {
				takesEffect:
					running === 0
						? 'with the next start of each machine: none runs now, so nothing shows that they start with them'
						: `now: ${running} of ${machines.length} machines run with them`,
				machines: machines.map((machine) => ({ ...machine })),
				warnings,
			};
		},
	};
}

function secretName(key: string): string {
	if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return key;
	throw new OperationFailure(
		`"${key}" cannot be the name of a Fly.io secret`,
		'Give it another name in Key Mapping, with letters, digits and underscores, the first no digit; or exclude it',
	);
}
