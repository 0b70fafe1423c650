// An independent reader of ONNX files: the protocol-buffer wire format (https://protobuf.dev/programming-guides/encoding)
// and the field numbers of onnx.proto3 that a graph of plain operators uses.

interface Field {
  readonly number: number;
  readonly integer: number;
  readonly bytes: Uint8Array;
}

function fields(message: Uint8Array): Field[] {
  const found: Field[] = [];
  let position = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      const byte = message[position++];
      if (byte === undefined) throw new Error("the file ends inside a number");
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  while (position < message.length) {
    const tag = varint();
    const [number, wireType] = [tag >> 3, tag & 7];
    if (wireType === 0) found.push({ number, integer: varint(), bytes: new Uint8Array() });
    else if (wireType === 2) {
      const length = varint();
      if (position + length > message.length) throw new Error(`field ${number} is longer than its message`);
      found.push({ number, integer: Number.NaN, bytes: message.subarray(position, position + length) });
      position += length;
    } else throw new Error(`wire type ${wireType} of field ${number} is not used in these files`);
  }
  return found;
}

const reader = (message: Uint8Array) => {
  const all = fields(message);
  const messages = (number: number) => all.filter((field) => field.number === number).map(({ bytes }) => bytes);
  const integers = (number: number) => all.filter((field) => field.number === number).map(({ integer }) => integer);
  return {
    messages,
    integers,
    texts: (number: number) => messages(number).map((bytes) => new TextDecoder("utf-8", { fatal: true }).decode(bytes)),
    text: (number: number) => new TextDecoder().decode(messages(number)[0]),
    message: (number: number) => messages(number)[0] ?? new Uint8Array(),
    integer: (number: number) => integers(number)[0],
    known: (...numbers: readonly number[]) => all.every((field) => numbers.includes(field.number)),
  };
};

export interface OnnxValue {
  readonly name: string;
  readonly elementType: number;
  readonly shape: readonly number[];
}

export function readOnnx(file: Uint8Array) {
  // ModelProto
  const model = reader(file);
  const graph = reader(model.message(7));
  const valueInfo = (bytes: Uint8Array): OnnxValue => {
    const info = reader(bytes);
    const tensor = reader(reader(info.message(2)).message(1));
    const dimensions = reader(tensor.message(2)).messages(1);
    return {
      name: info.text(1),
      elementType: tensor.integer(1) ?? 0,
      shape: dimensions.map((dimension) => reader(dimension).integer(1) ?? Number.NaN),
    };
  };
  const node = (bytes: Uint8Array) => {
    const proto = reader(bytes);
    const attributes = proto.messages(5).map((attribute) => {
      const entry = reader(attribute);
      // AttributeProto.AttributeType: INT = 2, INTS = 7.
      const value = entry.integer(20) === 2 ? entry.integer(3) : entry.integers(8);
      return [entry.text(1), value] as const;
    });
    return {
      type: proto.text(4),
      domain: proto.text(7),
      name: proto.text(3),
      inputs: proto.texts(1),
      outputs: proto.texts(2),
      attributes: Object.fromEntries(attributes),
    };
  };
  const initializer = (bytes: Uint8Array) => {
    const tensor = reader(bytes);
    const raw = Uint8Array.from(tensor.message(9)).buffer;
    const elementType = tensor.integer(2) ?? 0;
    const data =
      elementType === 1 ? new Float32Array(raw) : elementType === 11 ? new Float64Array(raw) : new BigInt64Array(raw);
    return {
      name: tensor.text(8),
      elementType,
      shape: tensor.integers(1),
      data: Array.from(data as Iterable<number | bigint>, Number),
    };
  };
  return {
    irVersion: model.integer(1),
    opsets: Object.fromEntries(
      model.messages(8).map((bytes) => [reader(bytes).text(1), reader(bytes).integer(2)] as const),
    ),
    onlyKnownFields: model.known(1, 2, 7, 8) && graph.known(1, 2, 5, 11, 12),
    inputs: graph.messages(11).map(valueInfo),
    outputs: graph.messages(12).map(valueInfo),
    nodes: graph.messages(1).map(node),
    initializers: graph.messages(5).map(initializer),
  };
}
