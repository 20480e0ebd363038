import { gatewaySchema } from './gatewaySchema';
import type { RepositorySeed, SeedBranches } from './repositories';

const page = (title: string): string =>
	`<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>` +
	`<body><h1>${title}</h1></body></html>\n`;

/** Where three platforms are deployed from, and what its image builds are called after. */
export const monorepo = 'candlefish-ai/candlefish';

/** Pushes to every branch where previews need an image of a pull request's head; else to main alone. */
const buildWorkflow = (name: string, registry: string, branches: string): string => `name: Build ${name}
on:
  push:${branches}
    paths: ['services/${name}/**']
jobs:
  image:
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - uses: docker/build-push-action@v6
        with:
          context: services/${name}
          push: true
          tags: ${registry}/${name}:\${{ github.sha }}
          labels: org.opencontainers.image.revision=\${{ github.sha }}
`;

const onMain = '\n    branches: [main]';

const service = (name: string, registry: string, branches = onMain): Record<string, string> => ({
	[`.github/workflows/build-${name}.yml`]: buildWorkflow(name, registry, branches),
	[`services/${name}/Dockerfile`]: 'FROM node:20-slim\nCOPY . .\nCMD ["node", "server.js"]\n',
	[`services/${name}/server.js`]: `// ${name}\nrequire('node:http').createServer().listen(8080);\n`,
});

const elasticRegistry = '123456789012.dkr.ecr.us-east-1.amazonaws.com';

export const seedBranches: SeedBranches = { [monorepo]: ['staging'] };

/** The repositories the sandbox starts with: the Candlefish example of the service catalog. */
export const seedRepositories: RepositorySeed = {
	[monorepo]: {
		'README.md': '# Candlefish\n',
		'apps/paintbox/index.html': page('Paintbox'),
		'apps/paintbox/package.json': '{ "name": "paintbox", "private": true }\n',
		...service('paintbox-api', 'registry.fly.io', ''),
		...service('gateway', elasticRegistry),
		'services/gateway/schema.graphql': gatewaySchema,
		...service('nanda-workers', elasticRegistry),
		...service('paintbox-workers', elasticRegistry),
	},
	'candlefish-ai/paintbox': {
		'README.md': '# Paintbox\n',
		'apps/paintbox/index.html': page('Paintbox'),
		'apps/paintbox/package.json': '{ "name": "paintbox", "private": true }\n',
		'services/api/Dockerfile': 'FROM node:20-slim\nCMD ["node", "server.js"]\n',
		'services/api/server.js': "require('node:http').createServer().listen(8080);\n",
	},
	'candlefish-ai/promoteros': {
		'README.md': '# PromoterOS\n',
		'apps/promoteros/index.html': page('PromoterOS'),
	},
	'candlefish-ai/crown-trophy': {
		'README.md': '# Crown Trophy\n',
		'apps/crown-trophy/index.html': page('Crown Trophy'),
	},
};
