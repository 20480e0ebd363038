import { imageText, parseImageReference, pinnedImage } from '../../nodes/deployment/imageReference';

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
