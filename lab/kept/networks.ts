/** Networks that the visitor has kept in this browser (IndexedDB). */
export interface KeptNetwork {
  readonly id: number;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly saved: number;
  /** What it was trained on, for people. */
  readonly origin: string;
  /** A safetensors file as `metahamilton train` writes it. */
  readonly bytes: Uint8Array;
}

const storeName = "networks";

function open(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open("metahamilton-lab", 1);
    request.onupgradeneeded = () => request.result.createObjectStore(storeName, { keyPath: "id", autoIncrement: true });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

async function transact<T>(mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> {
  const database = await open();
  try {
    return await new Promise<T>((resolve, reject) => {
      const transaction = database.transaction(storeName, mode);
      const request = act(transaction.objectStore(storeName));
      transaction.oncomplete = () => resolve(request.result);
      transaction.onerror = () => reject(transaction.error);
      transaction.onabort = () => reject(transaction.error);
    });
  } finally {
    database.close();
  }
}

/** Keeps a network and returns its number. */
export async function keepNetwork(network: Omit<KeptNetwork, "id">): Promise<number> {
  return Number(await transact("readwrite", (store) => store.add(network)));
}

export const listKept = (): Promise<KeptNetwork[]> =>
  transact<KeptNetwork[]>("readonly", (store) => store.getAll() as IDBRequest<KeptNetwork[]>);

export const findKept = (id: number): Promise<KeptNetwork | undefined> =>
  transact<KeptNetwork | undefined>("readonly", (store) => store.get(id) as IDBRequest<KeptNetwork | undefined>);

export const forgetNetwork = (id: number): Promise<undefined> => transact("readwrite", (store) => store.delete(id));
