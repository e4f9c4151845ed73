import CommandLineDoor

@main
struct Main {
    static func main() async {
        await CommandLineDoor.run()
    }
}
