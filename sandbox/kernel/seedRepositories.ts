import type { RepositorySeed } from './repositories';

const page = (title: string): string =>
	`<!doctype html>\n<html lang="en"><head><meta charset="utf-8"><title>${title}</title></head>` +
	`<body><h1>${title}</h1></body></html>\n`;

/** The repositories the sandbox starts with: the Candlefish example of the service catalog. */
export const seedRepositories: RepositorySeed = {
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
