import Foundation

extension JSONSchema {
    /// What is wrong with a value, by the schema; nothing where it is as the schema says.
    package func violations(of value: JSONValue) -> [Violation] {
        var visit = Visit()
        check(value, by: document, at: "", schemaPlace: "#", &visit)
        return visit.violations
    }

    /// Which of ``properties`` a value has, as far as the schema looks.
    package func propertiesMet(by value: JSONValue) -> Set<String> {
        var visit = Visit()
        check(value, by: document, at: "", schemaPlace: "#", &visit)
        return visit.met
    }

    private struct Visit {
        var violations: [Violation] = []
        var met: Set<String> = []
    }

    private func isValid(_ value: JSONValue, by schema: JSONValue, at path: String) -> Bool {
        var visit = Visit()
        check(value, by: schema, at: path, schemaPlace: "", &visit)
        return visit.violations.isEmpty
    }

    private func check(
        _ value: JSONValue, by schema: JSONValue, at path: String, schemaPlace: String, _ visit: inout Visit
    ) {
        if schema == .boolean(false) { visit.violations.append(Violation(path: path, keyword: "false")) }
        for member in schema.members {
            let met =
                switch member.key {
                case "$ref":
                    follow(member.value, value, at: path, &visit)
                case "items":
                    checkItems(value, by: member.value, at: path, schemaPlace: schemaPlace, &visit)
                case "properties":
                    checkMembers(value, by: schema, at: path, schemaPlace: schemaPlace, &visit)
                case "if":
                    choose(value, by: schema, at: path, &visit)
                case "anyOf":
                    take(value, anyOf: member.value.elements, at: path, &visit)
                default:
                    isMet(member.key, member.value, by: value, at: path)
                }
            if !met { visit.violations.append(Violation(path: path, keyword: "\(member.key) \(member.value.text)")) }
        }
    }

    private func follow(_ target: JSONValue, _ value: JSONValue, at path: String, _ visit: inout Visit) -> Bool {
        guard let place = target.string, let schema = part(String(place.dropFirst(2))) else { return false }
        check(value, by: schema, at: path, schemaPlace: place, &visit)
        return true
    }

    private func checkItems(
        _ value: JSONValue, by schema: JSONValue, at path: String, schemaPlace: String, _ visit: inout Visit
    ) -> Bool {
        for (index, element) in value.elements.enumerated() {
            check(element, by: schema, at: path + "[\(index)]", schemaPlace: schemaPlace + "/items", &visit)
        }
        return true
    }

    /// `properties` and `additionalProperties`, which belong together.
    private func checkMembers(
        _ value: JSONValue, by schema: JSONValue, at path: String, schemaPlace: String, _ visit: inout Visit
    ) -> Bool {
        for member in value.members {
            let inner = path.isEmpty ? member.key : path + "." + member.key
            if let known = schema["properties"]?[member.key] {
                let place = schemaPlace + "/properties/" + member.key
                visit.met.insert(place)
                check(member.value, by: known, at: inner, schemaPlace: place, &visit)
            } else if schema["additionalProperties"] == .boolean(false) {
                visit.violations.append(Violation(path: inner, keyword: "additionalProperties"))
            }
        }
        return true
    }

    /// The first choice that the value meets, so that what it has of that is known to be met.
    private func take(_ value: JSONValue, anyOf choices: [JSONValue], at path: String, _ visit: inout Visit) -> Bool {
        for choice in choices {
            var inner = Visit()
            check(value, by: choice, at: path, schemaPlace: "", &inner)
            guard inner.violations.isEmpty else { continue }
            visit.met.formUnion(inner.met)
            return true
        }
        return false
    }

    private func choose(_ value: JSONValue, by schema: JSONValue, at path: String, _ visit: inout Visit) -> Bool {
        guard let condition = schema["if"] else { return true }
        let branch = schema[isValid(value, by: condition, at: path) ? "then" : "else"]
        if let branch { check(value, by: branch, at: path, schemaPlace: "", &visit) }
        return true
    }

    private func isMet(_ keyword: String, _ demand: JSONValue, by value: JSONValue, at path: String) -> Bool {
        switch keyword {
        case "type": return Self.isOfType(demand.string ?? "", value)
        case "const": return value == demand
        case "enum": return demand.elements.contains(value)
        case "oneOf": return demand.elements.count { isValid(value, by: $0, at: path) } == 1
        case "required":
            guard case .object = value else { return true }
            return demand.elements.allSatisfy { $0.string.map { value[$0] != nil } ?? false }
        case "dependentRequired":
            guard case .object = value else { return true }
            return demand.members.allSatisfy { rule in
                value[rule.key] == nil || isMet("required", rule.value, by: value, at: path)
            }
        case "pattern":
            guard case .string(let text) = value, let pattern = patterns[demand.string ?? ""] else { return true }
            return pattern.firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
        case "uniqueItems":
            return demand != .boolean(true) || Set(value.elements).count == value.elements.count
        default: return isWithin(keyword, demand, value)
        }
    }

    private func isWithin(_ keyword: String, _ demand: JSONValue, _ value: JSONValue) -> Bool {
        guard case .integer(let limit) = demand else { return true }
        switch (keyword, value) {
        case ("minimum", .integer(let number)): return number >= limit
        case ("maximum", .integer(let number)): return number <= limit
        case ("minimum", .fraction(let number)): return number >= Double(limit)
        case ("maximum", .fraction(let number)): return number <= Double(limit)
        case ("minLength", .string(let text)): return text.unicodeScalars.count >= limit
        case ("maxLength", .string(let text)): return text.unicodeScalars.count <= limit
        case ("minItems", .array(let elements)): return elements.count >= limit
        case ("minProperties", .object(let members)): return members.count >= limit
        case ("maxProperties", .object(let members)): return members.count <= limit
        default: return true
        }
    }

    private static func isOfType(_ type: String, _ value: JSONValue) -> Bool {
        switch (type, value) {
        case ("null", .null), ("boolean", .boolean), ("string", .string), ("array", .array), ("object", .object),
            ("integer", .integer), ("number", .integer), ("number", .fraction):
            true
        default: false
        }
    }
}
