import type { Deploy } from '../model';
import { withNulls } from './withNulls';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
	css: 'text/css; charset=UTF-8',
	csv: 'text/csv; charset=UTF-8',
	gif: 'image/gif',
	htm: 'text/html; charset=UTF-8',
	html: 'text/html; charset=UTF-8',
	ico: 'image/x-icon',
	jpeg: 'image/jpeg',
	jpg: 'image/jpeg',
	js: 'application/javascript; charset=UTF-8',
	json: 'application/json; charset=UTF-8',
	map: 'application/json; charset=UTF-8',
	md: 'text/markdown; charset=UTF-8',
	mjs: 'application/javascript; charset=UTF-8',
	png: 'image/png',
	svg: 'image/svg+xml',
	txt: 'text/plain; charset=UTF-8',
	wasm: 'application/wasm',
	webp: 'image/webp',
	woff2: 'font/woff2',
	xml: 'application/xml; charset=UTF-8',
};

export function mediaType(path: string): string {
	const extension = path.slice(path.lastIndexOf('.') + 1).toLowerCase();
	return MEDIA_TYPES[extension] ?? 'application/octet-stream';
}

export function presentFile(deploy: Deploy, path: string): Record<string, unknown> {
	return withNulls({
		id: `/${path}`,
		path: `/${path}`,
		sha: deploy.content.sha1(path),
		mime_type: mediaType(path).split(';')[0],
		size: deploy.content.read(path)?.byteLength ?? 0,
		site_id: deploy.siteId,
		deploy_id: deploy.id,
	});
}
