import type { NewFiles } from './files';
import { titleOf } from './names';

const REPOSITORY = 'https://github.com/candlefish-ai/n8n-nodes-slipway';

/** The credential, the node with its rooms, and the test of a new platform. */
export function nodeFilesOf(platform: string): NewFiles {
	const own = platform.charAt(0).toLowerCase() + platform.slice(1);
	const names: Names = {
		platform,
		own,
		folder: platform.toLowerCase(),
		title: titleOf(platform),
		credential: `slipway${platform}Api`,
	};
	const node = `nodes/${platform}`;
	return {
		[`credentials/Slipway${platform}Api.credentials.ts`]: credentialText(names),
		[`${node}/${platform}.node.ts`]: nodeText(names),
		[`${node}/${platform}.node.json`]: codexText(names),
		[`${node}/${own}.svg`]: iconText(names, '#fff', '#1f2937'),
		[`${node}/${own}.dark.svg`]: iconText(names, '#1f2937', '#fff'),
		[`${node}/actions/index.ts`]: `import type { Resource } from '../../shared/operation/operation';
import { deployment } from './deployment';

export const resources: readonly Resource[] = [deployment];
`,
		[`${node}/actions/deployment/index.ts`]: `import type { Resource } from '../../../shared/operation/operation';
import { get } from './get.operation';

export const deployment: Resource = { value: 'deployment', name: 'Deployment', operations: [get] };
`,
		[`${node}/actions/deployment/get.operation.ts`]: getText(names),
		[`${node}/fields/deployment.ts`]: `import { requiredTextField } from '../../shared/fields/fields';

export const deploymentField = requiredTextField('Deployment ID', 'deploymentId', { placeholder: 'dep-1' });
`,
		[`${node}/output/deploymentJson.ts`]: outputText(names),
		[`${node}/state/status.ts`]: statusText(names),
		[`${node}/api/client.ts`]: clientText(names),
		[`${node}/api/deployments.ts`]: callsText(names),
		[`${node}/api/errorHints.ts`]: `import type { ErrorHints } from '../../shared/operation/errors';

export const errorHints: ErrorHints = {
	401: '${names.title} refused the token. Make a new one and paste it into the credential',
	404: 'Check the ID, and that the token belongs to the account which owns it',
};
`,
		[`${node}/api/types.ts`]: `/** A deployment as ${names.title}'s API gives it: what is read of it. */
export interface ${platform}Deployment {
	readonly id: string;
	readonly service: string;
	readonly commit: string | null;
	readonly status: string;
	/** ISO 8601. */
	readonly createdAt: string;
}
`,
		[`test/nodes/${platform}/deploymentGet.test.ts`]: testText(names),
	};
}

interface Names {
	/** `Vercel`. */
	readonly platform: string;
	/** `vercel`, `awsEcs`: a node type's name. */
	readonly own: string;
	/** `vercel`, `awsecs`: the sandbox's folder and mount. */
	readonly folder: string;
	/** As people write it. */
	readonly title: string;
	readonly credential: string;
}

function credentialText({ platform, own, title, credential, folder }: Names): string {
	return `import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

export class Slipway${platform}Api implements ICredentialType {
	name = '${credential}';

	displayName = 'Slipway ${title} API';

	icon: Icon = {
		light: 'file:../nodes/${platform}/${own}.svg',
		dark: 'file:../nodes/${platform}/${own}.dark.svg',
	};

	documentationUrl = '${REPOSITORY}#credentials';

	restrictToSupportedNodes = true as const;

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.${folder}.com',
		},
		// Else any HTTP Request node could send it to any host (docs/decisions/0011-own-nodes-only.md).
		{
			displayName: 'Allowed HTTP Request Domains',
			name: 'allowedHttpRequestDomains',
			type: 'hidden',
			default: 'none',
		},
	];

	// A function, since n8n would evaluate an expression for every request (docs/benchmarks.md).
	authenticate = async (
		credentials: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> => ({
		...request,
		headers: { ...request.headers, Authorization: \`Bearer \${String(credentials.accessToken)}\` },
	});

	test: ICredentialTestRequest = {
		request: { baseURL: '={{$credentials.baseUrl}}', url: '/user', disableFollowRedirect: true },
	};
}
`;
}

function nodeText({ platform, own, title, credential }: Names): string {
	return `import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { propertiesOf } from '../shared/operation/operation';
import { runOperations } from '../shared/operation/runOperations';
import { resources } from './actions';
import { errorHints } from './api/errorHints';

export class ${platform} implements INodeType {
	description: INodeTypeDescription = {
		displayName: '${title}',
		name: '${own}',
		icon: { light: 'file:${own}.svg', dark: 'file:${own}.dark.svg' },
		group: ['output'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Read deployments of ${title}',
		defaults: { name: '${title}' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: '${credential}', required: true }],
		properties: [...propertiesOf(resources)],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runOperations(this, resources, errorHints);
	}
}
`;
}

function codexText({ own, title }: Names): string {
	return `${JSON.stringify(
		{
			node: `n8n-nodes-slipway.${own}`,
			nodeVersion: '1.0',
			codexVersion: '1.0',
			categories: ['Development'],
			subcategories: { Development: ['DevOps'] },
			alias: ['Slipway', title, 'Deploy', 'Deployment'],
			resources: {
				credentialDocumentation: [{ url: `${REPOSITORY}#credentials` }],
				primaryDocumentation: [{ url: REPOSITORY }],
			},
		},
		null,
		2,
	)}\n`;
}

function iconText({ title }: Names, letter: string, ground: string): string {
	return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 60 60"><rect width="60" height="60" rx="12" fill="${ground}"/><text x="30" y="42" font-family="sans-serif" font-size="34" font-weight="700" text-anchor="middle" fill="${letter}">${title.charAt(0)}</text></svg>\n`;
}

function getText({ platform, own }: Names): string {
	return `import { simplifyProperty } from '../../../shared/fields/sharedProperties';
import type { Operation } from '../../../shared/operation/operation';
import { ${own}Client } from '../../api/client';
import { readDeployment } from '../../api/deployments';
import { deploymentField } from '../../fields/deployment';
import { deploymentJson } from '../../output/deploymentJson';

export const get: Operation = {
	value: 'get',
	name: 'Get',
	action: 'Get a deployment',
	description: 'Read how far a deployment of ${platform} is',
	properties: [deploymentField, simplifyProperty],
	async execute(context) {
		const found = await readDeployment(${own}Client(context), deploymentField.read(context));
		return simplifyProperty.read(context) ? deploymentJson(found) : { ...found };
	},
};
`;
}

function outputText({ platform, own }: Names): string {
	return `import type { IDataObject } from 'n8n-workflow';

import type { Deployment } from '../../deployment/state/deployment';
import type { ${platform}Deployment } from '../api/types';
import { statusOf } from '../state/status';

/** A deployment as an item's JSON, in the shape that all platforms share. */
export function deploymentJson(found: ${platform}Deployment): IDataObject {
	const { state, reason } = statusOf(found);
	const deployment: Deployment = {
		platform: '${own}',
		target: found.service,
		id: found.id,
		version: null,
		commit: found.commit,
		artifact: found.commit === null ? null : { kind: 'commit', ref: found.commit, digest: null },
		state,
		reason,
		live: state === 'live',
		createdAt: found.createdAt,
		createdBy: null,
		url: null,
		previous: null,
	};
	return { ...deployment };
}
`;
}

function statusText({ platform, title }: Names): string {
	return `import type { DeploymentStatus } from '../../deployment/state/deploymentState';
import type { ${platform}Deployment } from '../api/types';

/** ${title}'s words as a state and a reason. A word that is not known is \`unknown\`, never good. */
export function statusOf({ status }: Pick<${platform}Deployment, 'status'>): DeploymentStatus {
	switch (status) {
		case 'queued':
			return { state: 'queued', reason: '' };
		case 'building':
			return { state: 'building', reason: '' };
		case 'live':
			return { state: 'live', reason: '' };
		case 'failed':
			return { state: 'failed', reason: '${title} gave no reason' };
		default:
			return { state: 'unknown', reason: \`${title}'s status "\${status}" is not a known one\` };
	}
}
`;
}

function clientText({ own, title, credential, folder }: Names): string {
	return `import type { OperationContext } from '../../shared/operation/operation';
import { createPlatformClient, type Platform, type PlatformClient } from '../../shared/http/platformClient';

const ${own}: Platform = {
	name: '${title}',
	credentialType: '${credential}',
	defaultBaseUrl: 'https://api.${folder}.com',
};

/** The API, with the credential of the item. */
export function ${own}Client({ functions, itemIndex }: OperationContext): PlatformClient {
	return createPlatformClient(${own}, functions, itemIndex);
}
`;
}

function callsText({ platform }: Names): string {
	return `import { path } from '../../shared/http/path';
import type { PlatformClient } from '../../shared/http/platformClient';
import type { ${platform}Deployment } from './types';

export async function readDeployment(client: PlatformClient, id: string): Promise<${platform}Deployment> {
	return await client.object<${platform}Deployment>({ method: 'GET', path: path\`/deployments/\${id}\` });
}
`;
}

function testText({ platform, credential, folder }: Names): string {
	return `import { Slipway${platform}Api } from '../../../credentials/Slipway${platform}Api.credentials';
import { ${platform} } from '../../../nodes/${platform}/${platform}.node';
import { createScaledClock } from '../../../sandbox/kernel/clock';
import { startSandbox, type Sandbox } from '../../../sandbox/kernel/sandbox';
import { create${platform}Platform } from '../../../sandbox/${folder}';
import { ${platform.toUpperCase()}_TOKEN } from '../../../sandbox/${folder}/seed';
import { runNode } from '../../n8n/nodeHarness';

let sandbox: Sandbox;
beforeAll(async () => {
	sandbox = await startSandbox({ clock: createScaledClock(1), platforms: [create${platform}Platform] });
});
afterAll(async () => await sandbox.close());

async function get(deploymentId: string, accessToken = ${platform.toUpperCase()}_TOKEN) {
	const [item] = await runNode({
		node: new ${platform}(),
		parameters: { resource: 'deployment', operation: 'get', deploymentId, simplify: true },
		credentials: [{ type: new Slipway${platform}Api(), data: { baseUrl: \`\${sandbox.origin}/${folder}\`, accessToken } }],
	});
	return item?.json;
}

it('reads a deployment that is live', async () => {
	expect(await get('dep-1')).toMatchObject({ platform: '${platform.charAt(0).toLowerCase()}${platform.slice(1)}', id: 'dep-1', state: 'live', live: true });
});

it('says what failed and what to do where there is none, and where the token is wrong', async () => {
	await expect(get('dep-0')).rejects.toThrow('404');
	await expect(get('dep-1', 'wrong')).rejects.toThrow('401');
});

it('has the credential that its node asks for', () => {
	expect(new ${platform}().description.credentials).toEqual([{ name: '${credential}', required: true }]);
});
`;
}
