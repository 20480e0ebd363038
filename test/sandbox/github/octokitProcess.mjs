// Runs the unmodified client, which is an ES module only: a line of JSON in, a line of JSON out.
import { createInterface } from 'node:readline';

import { Octokit } from '@octokit/rest';

const [baseUrl, auth] = process.argv.slice(2);
const octokit = new Octokit({
	baseUrl,
	auth,
	log: { debug() {}, info() {}, warn() {}, error() {} },
});

for await (const line of createInterface({ input: process.stdin })) {
	const { id, path, parameters, all } = JSON.parse(line);
	const method = path.split('.').reduce((found, name) => found[name], octokit.rest);
	try {
		const answer = all ? { data: await octokit.paginate(method, parameters) } : await method(parameters);
		const { status, headers, data } = answer;
		process.stdout.write(`${JSON.stringify({ id, status, headers, data })}\n`);
	} catch (error) {
		process.stdout.write(
			`${JSON.stringify({ id, status: error.status ?? 0, data: error.response?.data, error: error.message })}\n`,
		);
	}
}
