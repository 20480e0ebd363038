import { repositoryName, useGitHubDeployments } from './gitHubDeploymentsDriver';

const driver = useGitHubDeployments();
const file = 'services/api/schema.graphql';
const text = 'type Query {\n  käse: String\n}\n';
const getFile = (ref: string, path = file) => ({ resource: 'file', operation: 'get', file: path, ref });

it('reads a text as it is at a commit, whatever came after it', async () => {
	const sha = await driver.push({ files: { [file]: text } });
	await driver.push({ files: { [file]: 'type Query { later: Int }\n' } });
	const read = await driver.runOne(getFile(sha, `/${file}`));
	expect(read).toEqual({
		repository: repositoryName,
		path: file,
		ref: sha,
		blob: expect.stringMatching(/^[0-9a-f]{40}$/),
		content: text,
	});
	expect(await driver.runOne(getFile('main'))).toMatchObject({ content: 'type Query { later: Int }\n' });
});

it.each([
	['no such file', 'services/api/none.graphql', 'There is no file services/api/none.graphql'],
	['a folder', 'services/api', 'cannot be read: it is a folder'],
])('says that it cannot read %s', async (_what, path, words) => {
	const sha = await driver.push({ files: { [file]: text } });
	await expect(driver.runOne(getFile(sha, path))).rejects.toThrow(words);
});

it('says that a commit is not there, and puts it into a field when asked', async () => {
	const item = await driver.runOne({ ...getFile('a'.repeat(40)), putResultInField: 'schemaFile' });
	expect(item).toMatchObject({
		schemaFile: { ok: false, error: { message: expect.stringContaining('There is no file') } },
	});
});
