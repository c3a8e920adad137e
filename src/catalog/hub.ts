/** Where files of a hub dataset lie in a data folder once they are fetched. */
export const onHub = (repository: string, name: string): string => `hub/${repository}/${name}`
