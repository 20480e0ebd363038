import type { IDataObject } from 'n8n-workflow';

import { gatewaySchema } from '../../../sandbox/kernel/gatewaySchema';
import { MONOREPO } from '../../workflows/releaseWorld';

/** A service of the example catalog on one platform, as far as the platform's own workflow reads it. */
export interface PlatformPlace {
	readonly platform: string;
	/** Its file, and its id. */
	readonly workflow: string;
	readonly workflowId: string;
	readonly target: string;
	/** Where it answers, below the sandbox's origin; empty for what nobody visits. */
	readonly path: string;
	readonly item: IDataObject;
	/** What is changed for a new image, or a new build, and how; marked by a number. */
	readonly file: string;
	readonly text: (mark: number) => string;
	readonly image: (commit: string) => string;
}

const row = {
	repository: MONOREPO,
	context: '',
	schema: '',
	container: '',
	migration: '',
	strategy: 'rolling',
	releaseCommand: '',
	secretsVersion: '',
};
const comment = (mark: number): string => `// ${mark}\n`;

export const platformPlaces: readonly PlatformPlace[] = [
	{
		platform: 'netlify',
		workflow: '20-netlify',
		workflowId: 'slipway20netlify',
		target: 'paintbox',
		path: '/sites/paintbox',
		item: { ...row, context: 'production' },
		file: 'apps/paintbox/index.html',
		text: comment,
		image: () => '',
	},
	{
		platform: 'fly',
		workflow: '21-fly',
		workflowId: 'slipway21fly',
		target: 'paintbox-api',
		path: '/apps/paintbox-api',
		item: row,
		file: 'services/paintbox-api/server.js',
		text: comment,
		image: (commit) => `registry.fly.io/paintbox-api:${commit}`,
	},
	{
		platform: 'ecs',
		workflow: '22-ecs',
		workflowId: 'slipway22ecs',
		target: 'candlefish/gateway',
		path: '/ecs/candlefish/gateway',
		item: row,
		file: 'services/gateway/server.js',
		text: comment,
		image: (commit) => `123456789012.dkr.ecr.us-east-1.amazonaws.com/gateway:${commit}`,
	},
	{
		platform: 'graphos',
		workflow: '23-graphos',
		workflowId: 'slipway23graphos',
		target: 'candlefish@production/gateway',
		path: '',
		item: { ...row, schema: 'services/gateway/schema.graphql' },
		file: 'services/gateway/schema.graphql',
		text: (mark) => `${gatewaySchema}\n# ${mark}\n`,
		image: () => '',
	},
	{
		platform: 'temporal',
		workflow: '24-temporal',
		workflowId: 'slipway24temporal',
		target: 'default/paintbox',
		path: '',
		item: { ...row, strategy: '20% 5s' },
		file: 'services/paintbox-workers/server.js',
		text: comment,
		image: (commit) => commit,
	},
];
