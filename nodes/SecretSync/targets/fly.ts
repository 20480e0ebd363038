import type { INodeProperties } from 'n8n-workflow';

import { listAt, numberAt, textAt } from '../../deployment/jsonFields';
import { fly } from '../../Fly/transport';
import { OperationFailure } from '../../shared/errors';
import type { OperationContext } from '../../shared/operation';
import { locatorValue } from '../../shared/parameters';
import { path } from '../../shared/path';
import type { Target } from './target';

export const flyProperties: INodeProperties[] = [
	{
		displayName: 'App',
		name: 'app',
		type: 'resourceLocator',
		default: { mode: 'list', value: '' },
		required: true,
		displayOptions: { show: { target: ['fly'] } },
		modes: [
			{
				displayName: 'From List',
				name: 'list',
				type: 'list',
				typeOptions: { searchListMethod: 'searchApps', searchable: true },
			},
			{ displayName: 'By Name', name: 'name', type: 'string', placeholder: 'paintbox-api' },
		],
		description: 'The Fly.io app; its secrets are staged until it is deployed',
	},
];

/** An app's secrets, staged: machines have them after a deploy with Minimum Secrets Version. */
export async function flyTarget(context: OperationContext): Promise<Target> {
	const app = locatorValue(context, 'app', 'App');
	const client = fly(context);
	return {
		name: `Fly.io app ${app}`,
		identity: `fly ${app}`,
		credentialType: 'slipwayFlyApi',
		summary: { platform: 'fly', app },
		takesEffect: 'with the next deploy of the app: hand versions.target on to Fly.io Release: Deploy Image, Minimum Secrets Version',
		marksAreDigests: true,
		takesReferences: false,
		keyInTarget: secretName,
		async read() {
			const body = await client.object({
				action: 'list secrets',
				identifier: app,
				method: 'GET',
				path: path`/v1/apps/${app}/secrets`,
			});
			return new Map(
				listAt(body, 'secrets').map((secret) => [
					textAt(secret, 'name') ?? '',
					// Fly's own digest: the same only for the same value.
					{ values: null, mark: textAt(secret, 'digest') },
				]),
			);
		},
		check() {},
		async write(writes, done) {
			const versions: Array<number | null> = [];
			const given = writes.filter(({ value }) => value !== null);
			if (given.length > 0) {
				const { body } = await client.request({
					action: 'update secrets',
					identifier: app,
					method: 'POST',
					path: path`/v1/apps/${app}/secrets`,
					body: { values: Object.fromEntries(given.map(({ key, value }) => [key, value])) },
					safeToRepeat: true,
				});
				for (const { key } of given) done(key);
				versions.push(versionIn(body));
			}
			for (const { key, value } of writes) {
				if (value !== null) continue;
				const { status, body } = await client.request({
					action: 'delete secret',
					identifier: app,
					method: 'DELETE',
					path: path`/v1/apps/${app}/secrets/${key}`,
					acceptStatuses: [404],
				});
				done(key);
				versions.push(status === 404 ? 0 : versionIn(body));
			}
			const known = versions.filter((version) => version !== null);
			if (known.length === versions.length) return { target: Math.max(0, ...known) };
			throw new OperationFailure(
				`Fly.io took the secrets of app ${app}, but did not say which version holds them`,
				'They are staged. Deploy the app, and check in Fly.io that its machines have them',
			);
		},
	};
}

function versionIn(body: unknown): number | null {
	return numberAt(body, 'version') ?? numberAt(body, 'Version');
}

function secretName(key: string): string {
	if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(key)) return key;
	throw new OperationFailure(
		`"${key}" cannot be the name of a Fly.io secret`,
		'Give it another name in Key Mapping, with letters, digits and underscores, the first no digit; or exclude it',
	);
}
