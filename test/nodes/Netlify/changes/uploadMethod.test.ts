import type { DigestedFile } from '../../../../nodes/Netlify/api/files/siteFile';
import { chooseUploadMethod } from '../../../../nodes/Netlify/changes/upload/uploadMethod';

function files(count: number, sizeBytes = 100): DigestedFile[] {
	return Array.from({ length: count }, (_, index) => ({
		path: `${index}.html`,
		sha1: `digest-${index}`,
		sizeBytes,
		read: async () => Buffer.alloc(0),
	}));
}

const known = (count: number) => new Set(files(count).map(({ sha1 }) => sha1));

describe('chooseUploadMethod', () => {
	it('sends one archive when there is much that is new', () => {
		expect(chooseUploadMethod('automatic', files(12_000), new Set())).toMatchObject({
			method: 'zip',
			newContents: 12_000,
		});
	});

	it('sends only what is new when most is there', () => {
		expect(chooseUploadMethod('automatic', files(12_000), known(11_000))).toMatchObject({
			method: 'changedFiles',
			newContents: 1_000,
		});
	});

	it('sends a small site file by file', () => {
		expect(chooseUploadMethod('automatic', files(100), new Set()).method).toBe('changedFiles');
	});

	it.each([
		['too many files', files(25_001)],
		['too many bytes', files(200, 1024 * 1024)],
	])('does not pack %s into one archive', (_name, large) => {
		expect(chooseUploadMethod('automatic', large, new Set()).method).toBe('changedFiles');
		expect(() => chooseUploadMethod('zip', large, new Set())).toThrow('One zip takes at most');
	});

	it('does as it is told', () => {
		expect(chooseUploadMethod('changedFiles', files(12_000), new Set()).method).toBe('changedFiles');
		expect(chooseUploadMethod('zip', files(2), known(2)).method).toBe('zip');
	});
});
