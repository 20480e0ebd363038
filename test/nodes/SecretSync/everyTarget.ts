import type { INodeParameters } from 'n8n-workflow';

import { listAt, textAt } from '../../../nodes/deployment/values/jsonFields';
import { byId, named, type SecretSyncDriver } from './secretSyncDriver';

export interface TestedTarget {
	readonly name: string;
	/** As the sandbox names it. */
	readonly platform: string;
	readonly parameters: INodeParameters;
	/** Names that it has now. */
	keys(driver: SecretSyncDriver): Promise<string[]>;
	/** Sets a key past the node, as somebody would by hand. */
	setByHand(driver: SecretSyncDriver, key: string): Promise<void>;
}

const siteId = '7a1e0001-5b0c-4c1f-9d00-000000000001';
const team = '/netlify/api/v1/accounts/candlefish/env';

const netlify: TestedTarget = {
	name: 'Netlify',
	platform: 'netlify',
	parameters: { target: 'netlify', site: byId(siteId), isSecret: true },
	async keys(driver) {
		const found = await driver.api('sandbox-netlify-token', 'GET', `${team}?site_id=${siteId}`);
		return (Array.isArray(found) ? found : []).map((each) => textAt(each, 'key') ?? '');
	},
	async setByHand(driver, key) {
		await driver.api('sandbox-netlify-token', 'POST', `${team}?site_id=${siteId}`, [
			{ key, values: [{ context: 'all', value: 'theirs' }] },
		]);
	},
};

const fly: TestedTarget = {
	name: 'Fly.io',
	platform: 'fly',
	parameters: { target: 'fly', app: named('paintbox-api') },
	async keys(driver) {
		const found = await driver.api('sandbox-fly-token', 'GET', '/fly/v1/apps/paintbox-api/secrets');
		return listAt(found, 'secrets').map((each) => textAt(each, 'name') ?? '');
	},
	async setByHand(driver, key) {
		await driver.api('sandbox-fly-token', 'POST', '/fly/v1/apps/paintbox-api/secrets', { values: { [key]: 'theirs' } });
	},
};

const gitHub: TestedTarget = {
	name: 'GitHub',
	platform: 'github',
	parameters: { target: 'gitHub', repository: named('candlefish-ai/paintbox') },
	async keys(driver) {
		const found = await driver.api(
			'sandbox-github-token',
			'GET',
			'/github/repos/candlefish-ai/paintbox/actions/secrets',
		);
		return listAt(found, 'secrets').map((each) => textAt(each, 'name') ?? '');
	},
	async setByHand(driver, key) {
		const base = '/github/repos/candlefish-ai/paintbox/actions/secrets';
		const publicKey = await driver.api('sandbox-github-token', 'GET', `${base}/public-key`);
		await driver.api('sandbox-github-token', 'PUT', `${base}/${key}`, {
			encrypted_value: Buffer.alloc(60, 7).toString('base64'),
			key_id: textAt(publicKey, 'key_id'),
		});
	},
};

const awsEcs: TestedTarget = {
	name: 'AWS ECS',
	platform: 'aws',
	parameters: { target: 'awsEcs', taskDefinitionFamily: named('nanda-workers'), container: named('nanda-workers') },
	keys: async (driver) => (await driver.newestContainer()).secrets?.map(({ name }) => name ?? '') ?? [],
	setByHand: async (driver, key) =>
		await driver.registerContainer((container) => ({
			...container,
			secrets: [
				...(container.secrets ?? []),
				{ name: key, valueFrom: 'arn:aws:ssm:us-east-1:123456789012:parameter/theirs' },
			],
		})),
};

export const everyTarget: readonly TestedTarget[] = [netlify, fly, gitHub, awsEcs];
