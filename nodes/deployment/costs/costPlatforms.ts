/** Where costs are read, in the order in which they are shown, with the fields that workflow 34 puts their answers in. */
export const costPlatforms = ['netlify', 'fly', 'aws', 'neon', 'upstash', 'temporal'] as const;

export type CostPlatform = (typeof costPlatforms)[number];

const names: Readonly<Record<CostPlatform, string>> = {
	netlify: 'Netlify',
	fly: 'Fly.io',
	aws: 'AWS',
	neon: 'Neon',
	upstash: 'Upstash',
	temporal: 'Temporal Cloud',
};

export function costPlatformName(platform: CostPlatform): string {
	return names[platform];
}

export function isCostPlatform(text: string): text is CostPlatform {
	return costPlatforms.some((platform) => platform === text);
}
