Option Explicit

' Written by honest-funnel {version}; changes are lost when the file is built again.
' The texts stand on the sheet {help}: this code has to be plain ASCII.

Public Sub RefreshReport()
    Ask "refresh"
End Sub

Public Sub CheckData()
    Ask "check"
End Sub

Public Sub ShowHelp()
    Ask "show_help"
End Sub

' The ribbon hands over its button.
Public Sub RibbonRefresh(control As Object)
    Ask "refresh"
End Sub

Public Sub RibbonCheck(control As Object)
    Ask "check"
End Sub

Public Sub RibbonHelp(control As Object)
    Ask "show_help"
End Sub

Private Sub Ask(what As String)
    If ActiveWorkbook Is Nothing Then
        MsgBox ThisWorkbook.Worksheets("{help}").Cells(1, 2).Value, vbInformation
        Exit Sub
    End If
    RunPython "import {module} as funnel; funnel." & what & "()"
End Sub

' Tells the function wizard what the functions and their arguments are.
Public Sub DescribeFunctions()
    Dim wasSaved As Boolean
    wasSaved = ThisWorkbook.Saved
    If Not DescribeAll() And ThisWorkbook.IsAddin Then
        ' some versions of Excel describe nothing in a hidden workbook
        Application.ScreenUpdating = False
        ThisWorkbook.IsAddin = False
        DescribeAll
        ThisWorkbook.IsAddin = True
        Application.ScreenUpdating = True
    End If
    ThisWorkbook.Saved = wasSaved
End Sub

' Row by row: name, what it is for, then one text an argument.
Private Function DescribeAll() As Boolean
    Dim texts As Worksheet, row As Long
    Set texts = ThisWorkbook.Worksheets("{help}")
    DescribeAll = True
    row = 2
    Do While texts.Cells(row, 1).Value <> ""
        If Not Described(texts, row) Then DescribeAll = False
        row = row + 1
    Loop
End Function

Private Function Described(texts As Worksheet, row As Long) As Boolean
    Dim hints() As String, count As Long, i As Long
    count = Application.WorksheetFunction.CountA(texts.Rows(row)) - 2
    ReDim hints(1 To count)
    For i = 1 To count
        hints(i) = texts.Cells(row, i + 2).Value
    Next i
    On Error Resume Next
    Application.MacroOptions _
        Macro:="'" & Replace(ThisWorkbook.Name, "'", "''") & "'!" & texts.Cells(row, 1).Value, _
        Description:=texts.Cells(row, 2).Value, _
        Category:="{category}", _
        ArgumentDescriptions:=hints
    Described = (Err.Number = 0)
End Function
