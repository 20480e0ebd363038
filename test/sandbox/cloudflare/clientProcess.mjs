// Runs the vendor's unmodified client: a line of JSON in, a line of JSON out.
import { createInterface } from 'node:readline';

import Cloudflare from 'cloudflare';

const [baseURL, apiToken] = process.argv.slice(2);
const client = new Cloudflare({ baseURL, apiToken, maxRetries: 0 });

for await (const line of createInterface({ input: process.stdin })) {
	const { id, path, parameters, all } = JSON.parse(line);
	const names = path.split('.');
	const method = names.pop();
	const resource = names.reduce((found, name) => found[name], client);
	try {
		const answer = resource[method](...parameters);
		const data = all ? await collected(answer) : await answer;
		process.stdout.write(`${JSON.stringify({ id, data })}\n`);
	} catch (error) {
		process.stdout.write(`${JSON.stringify({ id, status: error.status ?? 0, error: error.message })}\n`);
	}
}

async function collected(pages) {
	const elements = [];
	for await (const element of pages) elements.push(element);
	return elements;
}
