import {
	commitOfTag,
	imageText,
	parseImageReference,
	pinnedImage,
} from '../../../nodes/deployment/values/imageReference';

const digest = `sha256:${'0a'.repeat(32)}`;

describe('parseImageReference', () => {
	it.each([
		['nginx', null, 'nginx', null, null],
		['nginx:1.27', null, 'nginx', '1.27', null],
		['library/nginx', null, 'library/nginx', null, null],
		['registry.fly.io/app:v1', 'registry.fly.io', 'app', 'v1', null],
		[`registry.fly.io/app:v1@${digest}`, 'registry.fly.io', 'app', 'v1', digest],
		[`ghcr.io/a/b__c/d-e@${digest}`, 'ghcr.io', 'a/b__c/d-e', null, digest],
		['localhost:5000/app', 'localhost:5000', 'app', null, null],
		['localhost/app:v1', 'localhost', 'app', 'v1', null],
	])('reads %s and writes it back', (text, registry, repository, tag, found) => {
		const parsed = parseImageReference(text);
		expect(parsed).toEqual({ ok: true, image: { registry, repository, tag, digest: found } });
		if (parsed.ok) expect(imageText(parsed.image)).toBe(text);
	});

	it.each([
		['', 'the image is empty'],
		['a b', 'holds a space'],
		['https://registry.fly.io/app', 'starts with a protocol'],
		['Registry.fly.io/App', 'small letters'],
		['app@sha256:12', '64 hexadecimal digits'],
		[`app@${digest}@${digest}`, 'more than one @'],
		['app:', 'is not a tag'],
		['app:-x', 'is not a tag'],
		['/app', 'is not a repository'],
		['registry.fly.io/', 'is not a repository'],
	])('says why "%s" is none', (text, reason) => {
		const parsed = parseImageReference(text);
		expect(parsed.ok ? '' : parsed.reason).toContain(reason);
	});
});

describe('pinnedImage', () => {
	it('puts the digest in the place of another one, and keeps the tag', () => {
		expect(pinnedImage('registry.fly.io/app:v1', digest)).toBe(`registry.fly.io/app:v1@${digest}`);
		expect(pinnedImage(`app@sha256:${'ff'.repeat(32)}`, digest)).toBe(`app@${digest}`);
	});

	it('leaves text as it is without a digest', () => {
		expect(pinnedImage('app:v1', null)).toBe('app:v1');
		expect(pinnedImage('app:v1', 'sha256:no')).toBe('app:v1');
	});
});

describe('commitOfTag', () => {
	const whole = '7052e12c0ffee0123456789abcdef01234567890';

	it.each([
		['7052e12', '7052e12'],
		['main-1a2b3c4', '1a2b3c4'],
		['20241123-1a2b3c4', '1a2b3c4'],
		['main-1a2b3c4-1732406400', '1a2b3c4'],
		['sha-7052e12', '7052e12'],
		['sha-1234567', '1234567'],
		['v1.2.3-g1a2b3c4', '1a2b3c4'],
		['v1.2.3-14-g1234567', '1234567'],
		[whole, whole],
		[`release_${whole}`, whole],
	])('finds it in %s', (tag, commit) => expect(commitOfTag(tag)).toBe(commit));

	it.each([
		'20241123',
		'release-20241123',
		'build-1234567',
		'pr-1029384',
		'1732406400',
		'v2024.1123.1015301',
		'sha-20241123',
		'20241123b',
		'nightly-20241123-1015301',
		'defaced',
		'550e8400-e29b-41d4-a716-4466554400ab',
		'build-d41d8cd98f00b204e9800998ecf8427e',
		`sha256-${'0a'.repeat(32)}`,
		`sha256-${'0a'.repeat(32)}.sig`,
		'0a'.repeat(32),
		'latest',
		'1a2b3c',
		'main-1a2b3c4-arm64',
		'',
	])('finds none in %s', (tag) => expect(commitOfTag(tag)).toBeNull());
});
